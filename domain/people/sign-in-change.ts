/** Changes in how somebody signs in of which they are told by mail. */
export const SIGN_IN_CHANGES = [
  'password-set',
  'token-made',
  'second-factor-added',
  'second-factor-removed',
  'second-factor-reset',
  'passkey-added',
  'passkey-removed',
  'recovery-codes-made',
  'recovery-code-used',
  'identity-linked',
  'identity-removed',
] as const;
export type SignInChange = (typeof SIGN_IN_CHANGES)[number];
