import { z } from 'zod';
import { Instant, LongText, ShortText, Uuid } from '../shapes';

export const SanctionsLine = z.strictObject({
  name: ShortText,
  identifier: ShortText.nullable(),
  country: ShortText.nullable(),
  program: ShortText.nullable(),
});

export const SanctionsListView = z.strictObject({
  id: Uuid,
  uploadedBy: Uuid,
  uploadedAt: Instant,
  entries: z.int(),
});
/** A list that was put in place, with the vendors that it flags anew. */
export const SanctionsUpload = SanctionsListView.extend({ flagged: z.array(Uuid) });

export const HIT_STATUSES = ['open', 'cleared', 'lapsed'] as const;
export const SanctionsHitView = z.strictObject({
  id: Uuid,
  vendorId: Uuid,
  entry: SanctionsLine,
  matchedBy: z.enum(['identifier', 'name']),
  status: z.enum(HIT_STATUSES),
  raisedBy: Uuid.nullable(),
  raisedAt: Instant,
  clearedBy: Uuid.nullable(),
  clearedAt: Instant.nullable(),
  reason: z.string().nullable(),
});

export const ClearHit = z.strictObject({ reason: LongText.min(10, 'must say why this is not the sanctioned party') });
export type ClearHit = z.infer<typeof ClearHit>;
