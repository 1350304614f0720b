import { z } from 'zod';
import { RetrospectiveContent, RetrospectiveView } from '../retrospective/schema';
import { Instant, Uuid } from '../shapes';

/** What the vendor is to be after the exit: one that we may ask again, or one that we have left for good. */
export const LEAVING_STATUSES = ['qualified', 'exited'] as const;
export type LeavingStatus = (typeof LEAVING_STATUSES)[number];

/** What the owner adds to the records: what was reached, what is learnt, and how the vendor is left. */
export const ExitReviewContent = RetrospectiveContent.extend({ vendorStatus: z.enum(LEAVING_STATUSES) });
export type ExitReviewContent = z.infer<typeof ExitReviewContent>;

/** What the records say at the end. */
export const ExitReviewFacts = z.strictObject({
  score: z.strictObject({ rolling: z.number().nullable(), standing: z.string(), ratedPeriods: z.int() }),
  cause: z.string().nullable(),
  effectiveDate: z.string().nullable(),
  proposedVendorStatus: z.enum(LEAVING_STATUSES),
});
export type ExitReviewFacts = z.infer<typeof ExitReviewFacts>;

export const ExitReviewView = RetrospectiveView.pick({ measures: true, summary: true, lessons: true }).extend({
  state: z.enum(['unwritten', 'written', 'closed']),
  facts: ExitReviewFacts,
  vendorStatus: z.enum(LEAVING_STATUSES).nullable(),
  writtenById: Uuid.nullable(),
  writtenAt: Instant.nullable(),
});
export type ExitReviewView = z.infer<typeof ExitReviewView>;
