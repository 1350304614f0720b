import { linearRegression, linearRegressionLine, mean as meanOf, sampleStandardDeviation } from 'simple-statistics';
import { round4 } from '../decimal';
import { isOnTarget } from '../kpi/score';
import { SHIPPED_RISK_RULES } from './rules';
import type { RiskRules } from './rules-schema';
import type { SeriesRulesAnswer, SeriesRulesInput } from './schema';

/** Fewer points make a line of any two accidents. */
const MIN_FORECAST_POINTS = 3;

type SeriesRules = Pick<
  RiskRules['series'],
  'lambda' | 'sigmas' | 'forecastPoints' | 'forecastAhead' | 'worseningSteps'
>;

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Early warning from a series of KPI values. R1: beyond red. R2: two ambers in a row. R3: three worsening steps in a row.
 * R4: the exponentially weighted mean (EWMA, started at the mean) leaves mean ± 3σ·√(λ/(2−λ)), see Roberts (1959).
 * R5: the newest value is on target, but the least-squares line of the last six is off it within two periods.
 * Mean and standard deviation are those of the sample unless given; the numbers are those of the rules as they ship.
 */
export function watchSeries(
  input: SeriesRulesInput,
  rules: SeriesRules = SHIPPED_RISK_RULES.series,
): SeriesRulesAnswer {
  const { values, lambda = rules.lambda, mean = meanOf([...values]), sigma = spreadOf(values) } = input;
  const ewma = weightedMeans(values, { lambda, mean });
  const reach = rules.sigmas * sigma * Math.sqrt(lambda / (2 - lambda));
  const limits = { lower: mean - reach, upper: mean + reach };
  const line = trendOf(values, rules);
  const indices = values.map((_, index) => index);
  return {
    ewma: ewma.map(round4),
    limits: { lower: round4(limits.lower), upper: round4(limits.upper) },
    forecast: line && round4(line(values.length)),
    alarms: [
      ...indices
        .filter((index) => valueBand(input, values[index]) === 'red')
        .map((index) => ({ rule: 'R1' as const, index })),
      ...indices.filter((index) => isSecondAmber(input, index)).map((index) => ({ rule: 'R2' as const, index })),
      ...indices
        .filter((index) => isWorsening(input, { index, steps: rules.worseningSteps }))
        .map((index) => ({ rule: 'R3' as const, index })),
      ...indices
        .filter((index) => isOutside(ewma[index] ?? mean, limits))
        .map((index) => ({ rule: 'R4' as const, index })),
      ...(line && crossesTarget(input, { line, ahead: rules.forecastAhead })
        ? [{ rule: 'R5' as const, index: values.length - 1 }]
        : []),
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

export type Thresholds = Pick<SeriesRulesInput, 'direction' | 'red' | 'amber'>;

/** Beyond which threshold a value lies; null within both. */
export function valueBand({ direction, red, amber }: Thresholds, value: number | undefined): 'red' | 'amber' | null {
  const isBeyond = (threshold: number | undefined): boolean =>
    value !== undefined && threshold !== undefined && !isOnTarget(value, { target: threshold, direction });
  return isBeyond(red) ? 'red' : isBeyond(amber) ? 'amber' : null;
}

const isSecondAmber = (input: SeriesRulesInput, index: number): boolean =>
  [index - 1, index].every((place) => valueBand(input, input.values[place]) === 'amber');

interface Place {
  readonly index: number;
  readonly steps: number;
}

function isWorsening({ values, direction }: SeriesRulesInput, { index, steps }: Place): boolean {
  const last = values.slice(Math.max(0, index - steps), index + 1);
  const isWorse = (value: number, before: number): boolean =>
    direction === 'maximise' ? value < before : value > before;
  return last.length > steps && last.slice(1).every((value, place) => isWorse(value, last[place]!));
}

const isOutside = (value: number, { lower, upper }: Limits): boolean =>
  isClearlyBelow(value, lower) || isClearlyBelow(upper, value);

/** A hair's breadth is forgiven, so that a series without any spread stays inside its own limits and on its own line. */
const isClearlyBelow = (value: number, limit: number): boolean => limit - value > 1e-9 * Math.max(1, Math.abs(limit));

/** The least-squares line of the last values as a function of the index; null while there are too few. */
function trendOf(values: readonly number[], { forecastPoints }: SeriesRules): ((index: number) => number) | null {
  if (values.length < MIN_FORECAST_POINTS) return null;
  const first = Math.max(0, values.length - forecastPoints);
  return linearRegressionLine(linearRegression(values.slice(first).map((value, place) => [first + place, value])));
}

interface Trend {
  readonly line: (index: number) => number;
  readonly ahead: number;
}

function crossesTarget({ values, target, direction }: SeriesRulesInput, { line, ahead }: Trend): boolean {
  const newest = values.at(-1);
  if (target === undefined || newest === undefined || !isOnTarget(newest, { target, direction })) return false;
  return Array.from({ length: ahead }, (_, step) => step).some((step) => {
    const expected = line(values.length + step);
    return direction === 'maximise' ? isClearlyBelow(expected, target) : isClearlyBelow(target, expected);
  });
}
