import { z } from 'zod';
import { Period, Uuid } from '../shapes';

/** A file that bears out what one side reports of a KPI for a period. */
export const EvidenceFile = z.strictObject({
  id: Uuid,
  key: z.string(),
  period: Period,
  side: z.enum(['us', 'vendor']),
  fileName: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256: z.string(),
  /** `waiting`: goes with the next value that its side reports of the KPI for the period. */
  state: z.enum(['waiting', 'given']),
  /** Revision of the value that it came with, and what had to be confirmed by a second person. */
  revision: z.int().nullable(),
  correctionId: Uuid.nullable(),
  /** Null for the contact of a vendor, who has no account. */
  uploadedById: Uuid.nullable(),
  uploadedAt: z.string(),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;
