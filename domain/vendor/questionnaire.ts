import Big from 'big.js';
import { round4, sum } from '../decimal';
import type { Question, QuestionnaireAnswer, QuestionnaireInput } from './schema';

type Category = QuestionnaireInput['categories'][number];

/** From this share of answered weight on a questionnaire counts as complete. */
const COMPLETE_FROM_BP = 8000;

interface Rated {
  readonly weight: number;
  /** 0–1 over the answered questions; null when none is answered. */
  readonly score: Big | null;
  /** Share of the category's weight that is answered, 0–1. */
  readonly answered: Big;
}

/**
 * Scores 0–100 from weighted answers: rating = (v − min)/(max − min), mirrored where low is good; weights count over the
 * answered questions only, and over the categories that have an answer. Coverage is the answered share of all weight.
 */
export function scoreQuestionnaire({ categories }: QuestionnaireInput): QuestionnaireAnswer {
  const rated = categories.map(rateCategory);
  const coverage = weightedMean(rated.map(({ weight, answered }) => ({ weight, value: answered }))) ?? new Big(0);
  const total = weightedMean(rated.flatMap(({ weight, score }) => (score ? [{ weight, value: score }] : [])));
  const coverageBp = coverage.times(10_000).round(0, Big.roundHalfUp).toNumber();
  return {
    categories: categories.map(({ key }, index) => ({ key, score: percent(rated[index]!.score) })),
    total: percent(total),
    coverageBp,
    status: coverageBp < COMPLETE_FROM_BP ? 'incomplete' : 'complete',
  };
}

const percent = (share: Big | null): number | null => share && round4(share.times(100));

function rateCategory({ weight, questions }: Category): Rated {
  const score = weightedMean(
    questions.flatMap((question) => {
      const value = ratingOf(question);
      return value ? [{ weight: question.weight, value }] : [];
    }),
  );
  const shares = questions.map((question) => ({
    weight: question.weight,
    value: new Big(question.answer === null ? 0 : 1),
  }));
  return { weight, score, answered: weightedMean(shares) ?? new Big(0) };
}

function ratingOf({ min, max, direction, answer }: Question): Big | null {
  if (answer === null) return null;
  const rating = new Big(answer).minus(min).div(new Big(max).minus(min));
  return direction === 'high' ? rating : new Big(1).minus(rating);
}

interface Weighted {
  readonly weight: number;
  readonly value: Big;
}

/** Null when there is no weight to divide by. */
function weightedMean(parts: readonly Weighted[]): Big | null {
  const weights = sum(parts.map(({ weight }) => weight));
  return weights.eq(0) ? null : sum(parts.map(({ weight, value }) => value.times(weight))).div(weights);
}
