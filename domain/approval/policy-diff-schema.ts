import { z } from 'zod';
import { Instant, Key, Uuid } from '../shapes';

/** One version in the history of a policy; what ships has neither author nor date. */
export const VersionLine = z.strictObject({
  version: z.int(),
  title: z.string(),
  authorId: Uuid.nullable(),
  savedAt: Instant.nullable(),
});
export type VersionLine = Readonly<z.infer<typeof VersionLine>>;

export const PolicyDiff = z.strictObject({
  key: Key,
  from: z.int(),
  to: z.int(),
  titleChanged: z.boolean(),
  /** Names of the settings that differ. */
  settings: z.array(z.string()).readonly(),
  added: z.array(Key).readonly(),
  removed: z.array(Key).readonly(),
  changed: z.array(z.strictObject({ key: Key, fields: z.array(z.string()).readonly() })).readonly(),
  /** Whether steps and blocks that stayed come in another order. */
  reordered: z.boolean(),
});
export type PolicyDiff = Readonly<z.infer<typeof PolicyDiff>>;
