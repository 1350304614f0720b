import { mean } from 'simple-statistics';
import { round4 } from '../decimal';
import type { Evidence } from './evidence';
import type { EvaluationModel } from './record-schema';
import type { ScoreSheet } from './records';

type Dimension = EvaluationModel['dimensions'][number];
type Criterion = Dimension['criteria'][number];

/** Below this share of answered weight a dimension counts as unscored. */
const ANSWERED_SHARE = 0.8;
/** Evaluators this far apart, in basis points of a scale, need a moderator's note. */
const DIVERGENCE_BP = 4000;

/** What a candidate is scored by. */
export interface Judged {
  /** Sheets of people without a conflict of interest. */
  readonly sheets: readonly ScoreSheet[];
  readonly evidence: Evidence | null;
  /** Price score, 0 to 100. */
  readonly price: number | null;
}

/** Ratings of one criterion, 0 (worst) to 1 (best): one per evaluator who answered, or what was measured. */
export function ratingsOf({ source, type, ...criterion }: Criterion, { sheets, evidence, price }: Judged): number[] {
  if (type === 'price') return price === null ? [] : [price / 100];
  if (source === undefined) return sheets.flatMap(({ scores }) => ratingOf(criterion, scores[criterion.key]));
  const score = evidence?.[source] ?? null;
  return score === null ? [] : [score / 100];
}

function ratingOf(
  { min, max, direction }: Omit<Criterion, 'type'>,
  value: number | null | undefined,
): readonly number[] {
  if (value === null || value === undefined) return [];
  const rating = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return [direction === 'maximise' ? rating : 1 - rating];
}

/** Mean score of one criterion, 0 to 100; null while nobody has answered. */
export function scoreCriterion(criterion: Criterion, judged: Judged): number | null {
  const ratings = ratingsOf(criterion, judged);
  return ratings.length > 0 ? round4(100 * mean(ratings)) : null;
}

/** Weighted mean over the answered criteria, 0 to 100; null when less than 80 % of the weight is answered. */
export function scoreDimension({ key, criteria }: Dimension, judged: Judged): number | null {
  if (key === 'price' && criteria.length === 0) return judged.price;
  const answered = criteria.flatMap((criterion) => {
    const ratings = ratingsOf(criterion, judged);
    return ratings.length > 0 ? [{ weight: criterion.weightBp, rating: mean(ratings) }] : [];
  });
  // A price without its costs is no price, however much else is answered.
  if (judged.price === null && criteria.some(({ type }) => type === 'price')) return null;
  const weight = answered.reduce((total, one) => total + one.weight, 0);
  if (weight === 0 || weight < ANSWERED_SHARE * 10_000) return null;
  return round4((100 * answered.reduce((total, one) => total + one.rating * one.weight, 0)) / weight);
}

const byPeople = ({ source, type }: Criterion): boolean => source === undefined && type !== 'price';

/** Whether a sheet would do by itself: an empty one is nobody's judgement. */
export const isComplete = ({ dimensions }: EvaluationModel, { scores }: Pick<ScoreSheet, 'scores'>): boolean =>
  dimensions.every(({ criteria }) => {
    const asked = criteria.filter(byPeople);
    const weight = (some: readonly Criterion[]): number => some.reduce((total, { weightBp }) => total + weightBp, 0);
    return weight(asked.filter(({ key }) => typeof scores[key] === 'number')) >= ANSWERED_SHARE * weight(asked);
  });

export interface Divergence {
  readonly criterion: string;
  readonly spreadBp: number;
  /** The ratings as they lie apart; a note is about them and no others. */
  readonly ratings: readonly number[];
}

/** Criteria on which two people lie at least 40 % of the scale apart. */
export const divergencesOf = ({ dimensions }: EvaluationModel, judged: Judged): readonly Divergence[] =>
  dimensions.flatMap(({ criteria }) =>
    criteria.filter(byPeople).flatMap((criterion) => {
      const ratings = ratingsOf(criterion, judged)
        .map(round4)
        .sort((a, b) => a - b);
      const spreadBp = Math.round(10_000 * ((ratings.at(-1) ?? 0) - (ratings[0] ?? 0)));
      return ratings.length > 1 && spreadBp >= DIVERGENCE_BP ? [{ criterion: criterion.key, spreadBp, ratings }] : [];
    }),
  );
