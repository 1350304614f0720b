import { z } from 'zod';
import { Instant, Uuid } from '../shapes';
import { SIGN_IN_METHODS } from './session-rules';

export const SessionView = z.strictObject({
  id: Uuid,
  method: z.enum(SIGN_IN_METHODS),
  /** What the browser calls itself. */
  agent: z.string(),
  createdAt: Instant,
  /** When its person has last shown who they are. */
  provedAt: Instant,
  /** To the minute. */
  lastSeenAt: Instant,
  expiresAt: Instant,
  /** Whether the call itself came with it. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;
