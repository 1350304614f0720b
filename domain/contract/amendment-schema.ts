import { z } from 'zod';
import { LocalDate, LongText, MoneyShape, noRepeats, ShortText, Uuid } from '../shapes';
import { ContractBody } from './schema';
import { ContractChange } from './version-schema';
import { MilestoneTerms } from '../milestone/schema';

/** What an amendment says anew; clauses are added or replaced by their code, everything else by its field. */
export const AmendmentChanges = ContractBody.omit({ start: true, document: true })
  .partial()
  .refine(({ clauses = [], ...fields }) => clauses.length + Object.keys(fields).length > 0, 'names nothing to change');
export type AmendmentChanges = z.infer<typeof AmendmentChanges>;

export const NewAmendment = z.strictObject({
  changes: AmendmentChanges,
  reason: LongText.min(2),
  /** First day on which the contract says so. */
  effectiveOn: LocalDate,
  /** Its wording among the documents of the engagement. */
  documentId: Uuid.optional(),
});
export type NewAmendment = z.infer<typeof NewAmendment>;

const AmendmentSignature = z.strictObject({
  signatory: z.string(),
  signedAt: z.string(),
  method: z.enum(['manual-upload', 'e-sign']).nullable(),
  documentId: Uuid.nullable(),
  documentSha256: z.string().nullable(),
});
export type AmendmentSignature = z.infer<typeof AmendmentSignature>;

export const Amendment = z.strictObject({
  id: Uuid,
  baseVersion: z.int(),
  reason: z.string(),
  effectiveOn: z.string(),
  /** Of the contract as it will read. */
  sha256: z.string(),
  documentId: Uuid.nullable(),
  documentSha256: z.string().nullable(),
  status: z.enum(['pending', 'approved', 'rejected', 'in-force']),
  requestId: Uuid.nullable(),
  signatures: z.strictObject({ us: AmendmentSignature.optional(), vendor: AmendmentSignature.optional() }),
  /** The version that it became; null before both have signed. */
  version: z.int().nullable(),
  proposedById: Uuid,
});
export type Amendment = z.infer<typeof Amendment>;
export const AmendmentView = Amendment.extend({ changes: z.array(ContractChange) });

export const NewChange = z.strictObject({
  title: ShortText.optional(),
  scopeDelta: LongText.min(2),
  /** What it costs over the whole term; negative where it saves. */
  costDelta: MoneyShape,
  scheduleDeltaDays: z.int().min(-3_660).max(3_660),
  reason: LongText.min(2),
  /** Where the terms change too: once approved, both sides sign it. */
  amendment: z.strictObject({ changes: AmendmentChanges, effectiveOn: LocalDate }).optional(),
  /** Milestones that get another day or fee by it, once it is in force. */
  milestones: z.array(MilestoneTerms).min(1).max(50).superRefine(noRepeats('milestoneId')).optional(),
});
export type NewChange = z.infer<typeof NewChange>;

export const ChangeView = NewChange.extend({
  id: Uuid,
  status: z.enum(['pending', 'in-force', 'amending', 'rejected']),
  /** Net cost of this and all changes before it that were not rejected, as a share of the contract as it was signed. */
  cumulativeBp: z.int().nullable(),
  requestId: Uuid.nullable(),
  amendmentId: Uuid.nullable(),
  requestedById: Uuid,
  requestedAt: z.string(),
});
export type ChangeView = z.infer<typeof ChangeView>;
