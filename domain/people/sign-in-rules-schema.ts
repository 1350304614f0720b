import { z } from 'zod';

export const SECOND_FACTOR_RULES = ['off', 'administrators', 'approvers', 'all'] as const;
export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number];

/** Who may go on with a password alone, and who has to set up a second factor first. */
export const SignInRules = z.strictObject({
  secondFactor: z.enum(SECOND_FACTOR_RULES).describe('Who has to set up an app or a passkey before anything else'),
});
export type SignInRules = z.infer<typeof SignInRules>;
