import { z } from 'zod';

const Secret = z.string().min(1).max(10_000);
const HeaderValue = Secret.regex(/^[\x20-\x7e]+$/);

/**
 * What the text behind a `secretRef` must be, by kind of place. A text of another form is refused and not sent anywhere,
 * so that naming some other secret of the worker does not give it away.
 */
export const S3Secret = z.strictObject({
  accessKeyId: HeaderValue,
  secretAccessKey: Secret,
  sessionToken: HeaderValue.optional(),
});
export const SftpSecret = z.union([
  z.strictObject({ password: Secret }),
  z.strictObject({ privateKey: Secret, passphrase: Secret.optional() }),
]);
export const HttpsSecret = z.strictObject({ authorization: HeaderValue });
