import { z } from 'zod';
import { Instant, LocalDate, Uuid } from '../shapes';

export const SuspensionView = z.strictObject({
  /** First day on which nothing is served. */
  since: LocalDate,
  /** First day that is served again; null while it lasts. */
  until: LocalDate.nullable(),
  reason: z.string(),
  suspendedById: Uuid.nullable(),
  suspendedAt: Instant,
  resumedById: Uuid.nullable(),
  resumedAt: Instant.nullable(),
});
export type SuspensionView = z.infer<typeof SuspensionView>;
