import { z } from 'zod';
import { LocalDate, ShortText, Uuid } from '../shapes';

/** What an authority has to do with the engagement. */
export const ComplianceProfile = z
  .strictObject({
    regulated: z.boolean(),
    authority: ShortText.optional(),
    /** The day on which the intended contract was reported. */
    reportedOn: LocalDate.optional(),
    reportReference: ShortText.optional(),
    /** The report among the documents of the engagement. */
    documentId: Uuid.optional(),
  })
  .refine(({ regulated, reportedOn }) => regulated || reportedOn === undefined, {
    path: ['reportedOn'],
    message: 'only a regulated engagement is reported',
  });
export type ComplianceProfile = z.infer<typeof ComplianceProfile>;

export const ComplianceView = z.strictObject({
  profile: ComplianceProfile,
  /** Whether the contract must be reported before it is signed, and from when on it may be signed. */
  report: z.strictObject({ needed: z.boolean(), signableFrom: z.string().nullable() }),
  duties: z.array(
    z.strictObject({
      duty: z.string(),
      every: z.string(),
      nextDue: z.string().nullable(),
      obligationId: Uuid.nullable(),
    }),
  ),
  /** The day until which records are kept; null while nobody knows when the service ends. */
  retainedUntil: z.string().nullable(),
});
export type ComplianceView = z.infer<typeof ComplianceView>;
