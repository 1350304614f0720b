import { z } from 'zod';

const Bytes = z
  .string()
  .regex(/^[\w-]+$/)
  .max(8_192);
const Credential = { id: Bytes.max(1_400), rawId: Bytes.max(1_400), type: z.literal('public-key') };

/** What a browser answers when a passkey shows who somebody is; what else it says of the device is left out. */
export const PasskeyAssertion = z.object({
  ...Credential,
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Bytes.max(100).nullish(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** What a browser answers when a passkey was made. */
export const PasskeyAttestation = z.object({
  ...Credential,
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});
export type PasskeyAttestation = z.infer<typeof PasskeyAttestation>;

/** What the browser says that it was asked, and by whom. */
export const ClientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
});
export type ClientData = z.infer<typeof ClientData>;

/** What somebody calls a passkey of theirs. */
export const PasskeyName = z.string().trim().min(1).max(60);
