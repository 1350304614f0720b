import { z } from 'zod';
import { Instant, ShortText, Uuid } from '../shapes';
import { KEY_SCOPES } from './key-scopes';

const Scopes = z
  .array(z.enum(KEY_SCOPES))
  .min(1)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice');

export const NewKey = z.strictObject({
  name: ShortText,
  scopes: Scopes,
  /** Left out: until it is revoked. */
  expiresAt: Instant.optional(),
});
export type NewKey = z.infer<typeof NewKey>;

export const KeyView = z.strictObject({
  id: Uuid,
  name: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  createdBy: Uuid,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
});
export type KeyView = z.infer<typeof KeyView>;

/** The key itself is answered once, when it is made. */
export const MadeKey = KeyView.extend({ key: z.string() });
