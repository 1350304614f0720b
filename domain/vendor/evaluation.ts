import { mean } from 'simple-statistics';
import { round4 } from '../decimal';
import { rankCandidates } from './evaluation-ranking';
import type { Evaluation, EvaluationModel } from './record-schema';
import type { Candidate, ScoreSheet } from './records';
import { selectVendor } from './selection';

export interface EvaluationInput {
  readonly currency: string;
  readonly model: EvaluationModel;
  readonly candidates: readonly Candidate[];
  readonly sheets: readonly ScoreSheet[];
}

/** Below this share of answered weight a dimension counts as unscored (features.md 1.2). */
const ANSWERED_SHARE = 0.8;
/** Below this score a dimension bars the award unless it is waived. */
export const MINIMUM_BAR = 60;
/** Evaluators further apart than this share of a scale need a moderator's note. */
const DIVERGENCE = 0.4;

type Dimension = EvaluationModel['dimensions'][number];
type Criterion = Dimension['criteria'][number];

/**
 * Scores every candidate over the dimensions of the model, 0 to 100 each: answers are brought to their scale, averaged
 * over evaluators without a conflict of interest, and weighted; price compares total costs of ownership.
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const prices = priceScores(input);
  const lines = input.candidates.map((candidate) => scoreCandidate(input, candidate, prices.get(candidate.id)));
  const ranked = rankCandidates(input.model, lines);
  return { method: input.model.method, candidates: ranked, flags: commonFlags(input) };
}

export interface Price {
  readonly tco: { amount: string; currency: string } | null;
  readonly score: number | null;
  readonly quoteOnlyScore: number | null;
  readonly flags: readonly string[];
}

function priceScores({ currency, candidates }: EvaluationInput): ReadonlyMap<string, Price> {
  const quoted = candidates.flatMap(({ id, quote }) => (quote ? [{ id, quote }] : []));
  if (quoted.length === 0) return new Map();
  const answer = selectVendor({
    currency,
    weightsBp: { qualification: 0, capability: 0, price: 10_000, culture: 0 },
    candidates: quoted.map(({ id, quote: { oneOff, annual, years, hiddenCosts } }) => ({
      key: id,
      oneOff,
      annual,
      years,
      hiddenCosts,
      scores: { qualification: 0, capability: 0, culture: 0 },
    })),
  });
  return new Map(
    answer.candidates.map((line) => [
      line.key,
      { tco: line.tco, score: line.priceScore, quoteOnlyScore: line.quoteOnlyPriceScore, flags: line.flags },
    ]),
  );
}

export interface Line {
  readonly id: string;
  readonly vendorId: string;
  readonly tco: { amount: string; currency: string } | null;
  readonly dimensions: Readonly<Record<string, number | null>>;
  readonly evaluators: number;
  readonly quoteOnlyPrice: number | null;
  readonly flags: readonly string[];
}

function scoreCandidate(input: EvaluationInput, candidate: Candidate, price: Price | undefined): Line {
  const sheets = input.sheets.filter((sheet) => sheet.candidateId === candidate.id && !sheet.conflictOfInterest);
  const scores = input.model.dimensions.map(
    (dimension) =>
      [dimension.key, dimension.key === 'price' ? (price?.score ?? null) : scoreDimension(dimension, sheets)] as const,
  );
  const open = scores.some(([key, score]) => key !== 'price' && score === null);
  const low = scores.some(([, score]) => score !== null && score < MINIMUM_BAR);
  const flags = [
    ...(price ? price.flags : ['QUOTE_MISSING']),
    ...(open ? ['SCORES_INCOMPLETE'] : []),
    ...(low ? ['BELOW_MINIMUM'] : []),
    ...(diverges(input.model, sheets) ? ['EVALUATOR_DIVERGENCE'] : []),
  ];
  return {
    id: candidate.id,
    vendorId: candidate.vendorId,
    tco: price?.tco ?? null,
    dimensions: Object.fromEntries(scores),
    evaluators: sheets.filter((sheet) => isComplete(input.model, sheet)).length,
    quoteOnlyPrice: price?.quoteOnlyScore ?? null,
    flags,
  };
}

/** Whether a sheet would do by itself: an empty one is nobody's judgement. */
const isComplete = ({ dimensions }: EvaluationModel, sheet: ScoreSheet): boolean =>
  dimensions.every((dimension) => dimension.key === 'price' || scoreDimension(dimension, [sheet]) !== null);

function scoreDimension({ criteria }: Dimension, sheets: readonly ScoreSheet[]): number | null {
  const answered = criteria.flatMap((criterion) => {
    const ratings = ratingsOf(criterion, sheets);
    return ratings.length > 0 ? [{ weight: criterion.weightBp, rating: mean(ratings) }] : [];
  });
  const weight = answered.reduce((total, one) => total + one.weight, 0);
  if (weight === 0 || weight < ANSWERED_SHARE * 10_000) return null;
  return round4((100 * answered.reduce((total, one) => total + one.rating * one.weight, 0)) / weight);
}

/** Ratings of one criterion, 0 (worst) to 1 (best), one per evaluator who answered. */
function ratingsOf({ key, min, max, direction }: Criterion, sheets: readonly ScoreSheet[]): number[] {
  return sheets.flatMap(({ scores }) => {
    const value = scores[key];
    if (value === null || value === undefined) return [];
    const rating = Math.min(1, Math.max(0, (value - min) / (max - min)));
    return [direction === 'maximise' ? rating : 1 - rating];
  });
}

const diverges = ({ dimensions }: EvaluationModel, sheets: readonly ScoreSheet[]): boolean =>
  dimensions.some(({ criteria }) =>
    criteria.some((criterion) => {
      const ratings = ratingsOf(criterion, sheets);
      return ratings.length > 1 && Math.max(...ratings) - Math.min(...ratings) >= DIVERGENCE;
    }),
  );

const commonFlags = ({ sheets, candidates }: EvaluationInput): string[] => [
  ...(candidates.length < 2 ? ['SINGLE_CANDIDATE'] : []),
  ...(sheets.some(({ conflictOfInterest }) => conflictOfInterest) ? ['CONFLICT_OF_INTEREST'] : []),
];
