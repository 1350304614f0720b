import { linearRegression, linearRegressionLine, mean as meanOf, sampleStandardDeviation } from 'simple-statistics';
import { round4 } from '../decimal';
import { isOnTarget } from '../kpi/score';
import type { SeriesRulesAnswer, SeriesRulesInput } from './schema';

const DEFAULT_LAMBDA = 0.3;
const SIGMAS = 3;
const FORECAST_POINTS = 6;
/** Fewer points make a line of any two accidents. */
const MIN_FORECAST_POINTS = 3;
const WORSENING_STEPS = 3;

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Early warning from a series of KPI values. R1: beyond red. R2: two ambers in a row. R3: three worsening steps in a row.
 * R4: the exponentially weighted mean (EWMA, started at the mean) leaves mean ± 3σ·√(λ/(2−λ)), see Roberts (1959).
 * R5: the newest value is on target, but the least-squares line of the last six is off it within two periods.
 * Mean and standard deviation are those of the sample unless given.
 */
export function watchSeries(input: SeriesRulesInput): SeriesRulesAnswer {
  const { values, lambda = DEFAULT_LAMBDA, mean = meanOf([...values]), sigma = spreadOf(values) } = input;
  const ewma = weightedMeans(values, { lambda, mean });
  const reach = SIGMAS * sigma * Math.sqrt(lambda / (2 - lambda));
  const limits = { lower: mean - reach, upper: mean + reach };
  const line = trendOf(values);
  const indices = values.map((_, index) => index);
  return {
    ewma: ewma.map(round4),
    limits: { lower: round4(limits.lower), upper: round4(limits.upper) },
    forecast: line && round4(line(values.length)),
    alarms: [
      ...indices
        .filter((index) => bandOf(input, values[index]) === 'red')
        .map((index) => ({ rule: 'R1' as const, index })),
      ...indices.filter((index) => isSecondAmber(input, index)).map((index) => ({ rule: 'R2' as const, index })),
      ...indices.filter((index) => isWorsening(input, index)).map((index) => ({ rule: 'R3' as const, index })),
      ...indices
        .filter((index) => isOutside(ewma[index] ?? mean, limits))
        .map((index) => ({ rule: 'R4' as const, index })),
      ...(line && crossesTarget(input, line) ? [{ rule: 'R5' as const, index: values.length - 1 }] : []),
    ],
  };
}

const spreadOf = (values: readonly number[]): number => (values.length < 2 ? 0 : sampleStandardDeviation([...values]));

function weightedMeans(
  values: readonly number[],
  { lambda, mean }: { readonly lambda: number; readonly mean: number },
) {
  let current = mean;
  return values.map((value) => (current = lambda * value + (1 - lambda) * current));
}

type Thresholds = Pick<SeriesRulesInput, 'direction' | 'red' | 'amber'>;

function bandOf({ direction, red, amber }: Thresholds, value: number | undefined): 'red' | 'amber' | null {
  const isBeyond = (threshold: number | undefined): boolean =>
    value !== undefined && threshold !== undefined && !isOnTarget(value, { target: threshold, direction });
  return isBeyond(red) ? 'red' : isBeyond(amber) ? 'amber' : null;
}

const isSecondAmber = (input: SeriesRulesInput, index: number): boolean =>
  [index - 1, index].every((place) => bandOf(input, input.values[place]) === 'amber');

function isWorsening({ values, direction }: SeriesRulesInput, index: number): boolean {
  const last = values.slice(Math.max(0, index - WORSENING_STEPS), index + 1);
  const isWorse = (value: number, before: number): boolean =>
    direction === 'maximise' ? value < before : value > before;
  return last.length > WORSENING_STEPS && last.slice(1).every((value, place) => isWorse(value, last[place]!));
}

const isOutside = (value: number, { lower, upper }: Limits): boolean =>
  isClearlyBelow(value, lower) || isClearlyBelow(upper, value);

/** A hair's breadth is forgiven, so that a series without any spread stays inside its own limits and on its own line. */
const isClearlyBelow = (value: number, limit: number): boolean => limit - value > 1e-9 * Math.max(1, Math.abs(limit));

/** The least-squares line of the last values as a function of the index; null while there are too few. */
function trendOf(values: readonly number[]): ((index: number) => number) | null {
  if (values.length < MIN_FORECAST_POINTS) return null;
  const first = Math.max(0, values.length - FORECAST_POINTS);
  return linearRegressionLine(linearRegression(values.slice(first).map((value, place) => [first + place, value])));
}

function crossesTarget({ values, target, direction }: SeriesRulesInput, line: (index: number) => number): boolean {
  const newest = values.at(-1);
  if (target === undefined || newest === undefined || !isOnTarget(newest, { target, direction })) return false;
  return [0, 1].some((ahead) => {
    const expected = line(values.length + ahead);
    return direction === 'maximise' ? isClearlyBelow(expected, target) : isClearlyBelow(target, expected);
  });
}
