import { z } from 'zod';

/** Who somebody is at the organisation's own sign-in: its name for them, as its `sub` says it. */
export const NewIdentity = z.strictObject({
  subject: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x20-\x7e]+$/, 'must be of printable ASCII'),
});
export type NewIdentity = z.infer<typeof NewIdentity>;
