import { z } from 'zod';
import { Instant, ShortText, Uuid } from '../shapes';
import { TOKEN_SCOPES } from './token-scopes';

/** How long a token opens that an administrator gave no end: 90 days. */
export const USUAL_TOKEN_MS = 90 * 86_400_000;

export const NewToken = z.strictObject({
  name: ShortText,
  /** Left out: all that the person may do, signing in to pages as well. */
  scopes: z
    .array(z.enum(TOKEN_SCOPES))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice')
    .optional(),
  /** Left out: after 90 days. */
  expiresAt: Instant.optional(),
});
export type NewToken = z.infer<typeof NewToken>;

export const TokenView = z.strictObject({
  id: Uuid,
  name: z.string(),
  /** Null: all that the person may do. */
  scopes: z.array(z.enum(TOKEN_SCOPES)).nullable(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** The token itself is answered once, when it is made. */
export const MadeToken = z.strictObject({ id: Uuid, token: z.string() });
