import { divergencesOf, isComplete, type Judged, scoreDimension } from './criterion-scores';
import { rankCandidates } from './evaluation-ranking';
import type { Evidence } from './evidence';
import { type Price, priceScores } from './price-scores';
import type { Evaluation, EvaluationModel } from './record-schema';
import type { Candidate, ScoreSheet } from './records';

/** Why evaluators lie apart, said by somebody who has looked into it. */
export interface ModeratorNote {
  readonly candidateId: string;
  readonly criterion: string;
  /** The ratings that the note is about. */
  readonly ratings: readonly number[];
}

/** Two people accept that a dimension lies below the minimum, at this score or a better one. */
export interface BarWaiver {
  readonly candidateId: string;
  readonly dimension: string;
  readonly score: number;
  readonly confirmedBy: string | null;
}

export interface EvaluationInput {
  readonly currency: string;
  readonly model: EvaluationModel;
  readonly candidates: readonly Candidate[];
  readonly sheets: readonly ScoreSheet[];
  readonly pastGaps?: readonly number[];
  readonly evidence?: ReadonlyMap<string, Evidence>;
  readonly notes?: readonly ModeratorNote[];
  readonly waivers?: readonly BarWaiver[];
  /** Candidates with a bid that came after the deadline. */
  readonly late?: ReadonlySet<string>;
  /** Candidates that have answered why their quote is low. */
  readonly clarified?: ReadonlySet<string>;
}

/** Below this score a dimension bars the award unless it is waived. */
export const MINIMUM_BAR = 60;

/**
 * Scores every candidate over the dimensions of the model, 0 to 100 each: answers are brought to their scale, averaged
 * over evaluators without a conflict of interest, and weighted; price compares total costs of ownership.
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const { model, currency, candidates, pastGaps = [] } = input;
  const prices = priceScores({ currency, candidates, priceScale: model.priceScale, pastGaps });
  const sheets = independent(input.sheets);
  const lines = candidates.map((candidate) =>
    scoreCandidate({ ...input, sheets }, candidate, prices.of.get(candidate.id)),
  );
  return {
    method: model.method,
    candidates: rankCandidates(model, lines),
    flags: commonFlags(input),
    lowBid: { ...prices.lowBid },
  };
}

/** Whoever has an interest in one candidate judges none: a low score for a rival would help as much. */
export function independent(sheets: readonly ScoreSheet[]): readonly ScoreSheet[] {
  const conflicted = new Set(sheets.filter((sheet) => sheet.conflictOfInterest).map(({ evaluatorId }) => evaluatorId));
  return sheets.filter(({ evaluatorId }) => !conflicted.has(evaluatorId));
}

/** A candidate before totals and ranks. */
export interface Line extends Omit<
  Evaluation['candidates'][number],
  'total' | 'rank' | 'quoteOnlyRank' | 'dimensions'
> {
  readonly dimensions: Readonly<Record<string, number | null>>;
  /** Dimensions scored by bare quotes in place of total costs. */
  readonly bareDimensions: Readonly<Record<string, number | null>>;
}

export const judgedOf = (
  { sheets, evidence }: Pick<EvaluationInput, 'sheets' | 'evidence'>,
  candidateId: string,
  price: number | null,
): Judged => ({
  sheets: sheets.filter((sheet) => sheet.candidateId === candidateId),
  evidence: evidence?.get(candidateId) ?? null,
  price,
});

function scoreCandidate(input: EvaluationInput, { id, vendorId }: Candidate, price: Price | undefined): Line {
  const { model } = input;
  const judged = judgedOf(input, id, price?.score ?? null);
  const dimensions = scoresOf(model, judged);
  const divergences = divergencesOf(model, judged).map(({ criterion, spreadBp, ratings }) => {
    const isAbout = (note: ModeratorNote): boolean =>
      note.candidateId === id && note.criterion === criterion && String(note.ratings) === String(ratings);
    return { criterion, spreadBp, noted: (input.notes ?? []).some(isAbout) };
  });
  const belowMinimum = lowDimensions(input, id, dimensions);
  const open = Object.entries(dimensions).some(([key, score]) => key !== 'price' && score === null);
  const flags = [
    ...(price ? price.flags : ['QUOTE_MISSING']),
    ...(input.late?.has(id) ? ['LATE'] : []),
    ...(open ? ['SCORES_INCOMPLETE'] : []),
    ...(belowMinimum.length > 0 ? ['BELOW_MINIMUM'] : []),
    ...(divergences.length > 0 ? ['EVALUATOR_DIVERGENCE'] : []),
  ];
  return {
    id,
    vendorId,
    tco: price?.tco ?? null,
    dimensions,
    bareDimensions: scoresOf(model, { ...judged, price: price?.quoteOnlyScore ?? null }),
    evaluators: judged.sheets.filter((sheet) => isComplete(model, sheet)).length,
    flags,
    divergences,
    belowMinimum,
    lowBidAnswered: input.clarified?.has(id) ?? false,
  };
}

const scoresOf = ({ dimensions }: EvaluationModel, judged: Judged): Record<string, number | null> =>
  Object.fromEntries(dimensions.map((dimension) => [dimension.key, scoreDimension(dimension, judged)]));

const lowDimensions = (
  { waivers = [] }: EvaluationInput,
  id: string,
  scores: Line['dimensions'],
): Line['belowMinimum'] =>
  Object.entries(scores).flatMap(([dimension, score]) => {
    if (score === null || score >= MINIMUM_BAR) return [];
    const waived = waivers.some(
      (one) => one.candidateId === id && one.dimension === dimension && one.confirmedBy !== null && score >= one.score,
    );
    return [{ dimension, score, waived }];
  });

const commonFlags = ({ sheets, candidates }: EvaluationInput): string[] => [
  ...(candidates.length < 2 ? ['SINGLE_CANDIDATE'] : []),
  ...(sheets.some(({ conflictOfInterest }) => conflictOfInterest) ? ['CONFLICT_OF_INTEREST'] : []),
];
