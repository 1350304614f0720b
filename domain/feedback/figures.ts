import type { CsatFigure, NpsFigure } from './schema';
import { SCALES, type SurveyFigure, type SurveyQuestion } from './words';

/** With fewer answers there is no figure: it would say little, and could tell who said what. */
export const LEAST_ANSWERS = 5;

export interface Answer {
  /** 1 to 5; null where the survey does not ask. */
  readonly csat: number | null;
  /** 0 to 10. */
  readonly nps: number | null;
  readonly comment: string | null;
}

const asked = (answers: readonly Answer[], question: SurveyQuestion): readonly number[] =>
  answers.map((answer) => answer[question]).filter((value) => value !== null);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Satisfaction: the share of 4 and 5 in basis points ("top two boxes") and the mean, on two decimals. */
export function csatOf(answers: readonly Answer[]): CsatFigure {
  const given = asked(answers, 'csat');
  const n = given.length;
  if (n < LEAST_ANSWERS) return { n, enough: false, shareBp: null, mean: null };
  const satisfied = given.filter((value) => value >= SCALES.csat.most - 1).length;
  const mean = given.reduce((sum, value) => sum + value, 0) / n;
  return { n, enough: true, shareBp: Math.round((satisfied * 10_000) / n), mean: rounded(mean, 2) };
}

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959964;
const NOT_ENOUGH = { enough: false, score: null, margin: null, low: null, high: null } as const;
const NO_COUNTS = { promoters: null, passives: null, detractors: null } as const;

/**
 * Net promoter score, -100 to 100: the share of 9 and 10 less that of 0 to 6. Its interval of 95 % is the adjusted Wald
 * interval of Rocks (The American Statistician 70, 2016): three answers more, three quarters of one among the promoters
 * and the same among the detractors.
 */
export function npsOf(answers: readonly Answer[]): NpsFigure {
  const given = asked(answers, 'nps');
  const n = given.length;
  if (n < LEAST_ANSWERS) return { n, ...NOT_ENOUGH, ...NO_COUNTS };
  const promoters = given.filter((value) => value >= 9).length;
  const detractors = given.filter((value) => value <= 6).length;
  const score = rounded(((promoters - detractors) * 100) / n, 1);
  const counts = { promoters, passives: n - promoters - detractors, detractors };
  return { n, enough: true, score, ...marginOf({ promoters, detractors, n }), ...counts };
}

interface Counts {
  readonly promoters: number;
  readonly detractors: number;
  readonly n: number;
}

function marginOf({ promoters, detractors, n }: Counts): { margin: number; low: number; high: number } {
  const size = n + 3;
  const up = (promoters + 0.75) / size;
  const down = (detractors + 0.75) / size;
  const centre = up - down;
  const margin = Z * Math.sqrt((up + down - centre ** 2) / size);
  const inside = (value: number): number => rounded(Math.min(100, Math.max(-100, value * 100)), 1);
  return { margin: rounded(margin * 100, 1), low: inside(centre - margin), high: inside(centre + margin) };
}

/** The figure that a KPI takes: a share in per cent, a mean, or a score; null where there are not enough answers. */
export function figureOf(answers: readonly Answer[], figure: SurveyFigure): number | null {
  if (figure === 'nps') return npsOf(answers).score;
  const { shareBp, mean } = csatOf(answers);
  return figure === 'csat-mean' ? mean : shareBp === null ? null : shareBp / 100;
}

/**
 * The answers of several surveys as one. A survey without enough answers stays out of it, or its answers could be told by
 * taking the figures of the others away.
 */
export const pooled = (surveys: readonly (readonly Answer[])[]): readonly Answer[] =>
  surveys.filter(({ length }) => length >= LEAST_ANSWERS).flat();

/** Remarks of a survey in an order that tells nothing of who wrote when; none where they could be told apart. */
export const remarksOf = (answers: readonly Answer[]): readonly string[] =>
  answers.length < LEAST_ANSWERS
    ? []
    : answers.flatMap(({ comment }) => (comment ? [comment] : [])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
