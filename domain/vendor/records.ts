import type { EvaluationModel, StoredQuote } from './record-schema';
import type { Vendor } from './vendor-schema';

export type { EvaluationModel, StoredQuote, Vendor };

/** A vendor that takes part in the tender of one engagement. */
export interface Candidate {
  readonly id: string;
  readonly engagementId: string;
  readonly vendorId: string;
  readonly quote: StoredQuote | null;
}

/** What one evaluator says of one candidate; `null` is a question left open. */
export interface ScoreSheet {
  readonly candidateId: string;
  readonly evaluatorId: string;
  readonly scores: Readonly<Record<string, number | null>>;
  readonly conflictOfInterest: boolean;
  readonly comment: string | null;
  /** What supports the answers, by criterion. */
  readonly evidence?: Readonly<Record<string, string>>;
}
