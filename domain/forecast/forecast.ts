import { mean } from 'simple-statistics';
import { round4 } from '../decimal';
import { isOnTarget } from '../kpi/score';
import { backtest, errorsOf, expectedOf, foldsWithErrors, isInside, maeOf, reachOf } from './backtest';
import type { Errors, Expected, Fold, Record } from './backtest';
import { modelsFor } from './models';
import type { ForecastAnswer, ForecastInput, SearchInput, SeriesSearch } from './schema';
import { studentCdf } from './student';

/** Fewer values say nothing about how wrong a forecast would have been. */
export const LEAST_VALUES = 8;
/** What a formula makes may be larger; the squares of such values are no numbers. */
const LARGEST = 1e100;
const HORIZON = 3;
/** Share of outcomes inside; what lies outside is shown as an anomaly. */
const ANOMALY_SHARE = 0.99;

/** Which search this directory makes: one more wherever a change makes it find something else, so that kept ones are made anew. */
export const FORECAST_FORMULA = 1;

/** The coming values of a series with what is known of their error, and the odds that the next one is a breach. */
export function forecastSeries(input: ForecastInput): ForecastAnswer {
  return withBreach(searchSeries(input), input);
}

/** What was found of a series, judged by a target and a threshold: a change of these asks for no new search. */
export const withBreach = ({ next, ...found }: SeriesSearch, limits: Limits): ForecastAnswer => ({
  ...found,
  breach: next && breachOf(limits, next),
});

/**
 * What follows from the values alone. Every model the data allows is made to forecast each
 * past period from what was known before it; the one with the least mean absolute error is used, and a model that does
 * not beat "as last time" is not. Intervals are Student's t around the forecast, their width that of those honest
 * one-step errors. Values count as evenly spaced.
 */
export const searchSeries = (input: SearchInput): SeriesSearch => searchOn(input, {}).found;

export interface SearchOn {
  readonly found: SeriesSearch;
  /** With which the search goes on when one more value has come: most of its work is not done again. */
  readonly expected: Expected;
}

/** The same, given what was expected in a search of the same values but for the last, or nothing. */
export function searchOn(input: SearchInput, said: Expected): SearchOn {
  const { values, season } = input;
  if (values.length < LEAST_VALUES || values.some((value) => Math.abs(value) > LARGEST))
    return { found: nothingOf(values), expected: {} };
  const models = modelsFor(values.length, season ?? null);
  const records = models.map((model) => backtest(values, model, said[model.key]));
  return { found: foundIn(records, input), expected: expectedOf(records) };
}

function foundIn(records: readonly Record[], { values, horizon = HORIZON }: SearchInput): SeriesSearch {
  const used = leastWrong(records);
  const errors = errorsOf(used.folds);
  const prediction = used.model.predict(values);
  const steps = Array.from({ length: horizon }, (_, n) => n + 1);
  return {
    status: 'ok',
    values: values.length,
    needed: LEAST_VALUES,
    model: used.model.key,
    points: steps.map((step) => ({ step, value: round4(prediction.at(step)) })),
    intervals: steps.map((step) => ({ step, ...bandsOf(prediction.at(step), prediction.spread(step), errors) })),
    backtest: judge(values, records, used),
    next: { expected: prediction.at(1), ...errors },
    anomalies: anomaliesOf(used.folds),
  };
}

const nothingOf = ({ length }: readonly number[]): SeriesSearch => ({
  status: 'not-enough-data',
  values: length,
  needed: LEAST_VALUES,
  model: null,
  points: [],
  intervals: [],
  backtest: null,
  next: null,
  anomalies: [],
});

/** Folds that every model has, so that they are compared on the same periods. */
function common(records: readonly Record[]): (record: Record) => readonly Fold[] {
  const first = Math.max(...records.map(({ model }) => model.needs));
  return ({ folds }) => folds.filter(({ index }) => index >= first);
}

/** Simpler models come first and are only left for one that is clearly less wrong. */
function leastWrong(records: readonly Record[]): Record {
  const folds = common(records);
  return records.reduce((best, one) => (maeOf(folds(one)) < maeOf(folds(best)) * (1 - 1e-9) ? one : best));
}

function bandsOf(expected: number, spread: number, errors: Errors) {
  const [near, far] = [reachOf(errors, 0.8) * spread, reachOf(errors, 0.95) * spread];
  return {
    low80: round4(expected - near),
    high80: round4(expected + near),
    low95: round4(expected - far),
    high95: round4(expected + far),
  };
}

function judge(values: readonly number[], records: readonly Record[], used: Record): ForecastAnswer['backtest'] {
  const folds = common(records);
  const maeBy = (key: string): number | null => {
    const found = records.find(({ model }) => model.key === key);
    return found ? maeOf(folds(found)) : null;
  };
  const step = mean(values.slice(1).map((value, n) => Math.abs(value - (values[n] ?? value))));
  const scaled = (mae: number): number | null => (step === 0 ? null : round4(mae / step));
  const [mae, naiveMae, seasonalMae] = [maeOf(folds(used)), maeBy('naive') ?? 0, maeBy('seasonal-naive')];
  return {
    folds: folds(used).length,
    mae: round4(mae),
    naiveMae: round4(naiveMae),
    seasonalNaiveMae: seasonalMae === null ? null : round4(seasonalMae),
    mase: scaled(mae),
    naiveMase: scaled(naiveMae),
    ...coverageOf(used.folds),
    models: records.map((one) => ({ model: one.model.key, mae: round4(maeOf(folds(one))) })),
  };
}

function coverageOf(folds: readonly Fold[]) {
  const judged = foldsWithErrors(folds);
  const share = (level: number): number | null =>
    judged.length === 0
      ? null
      : round4(judged.filter((fold) => isInside(fold, reachOf(fold.errors, level))).length / judged.length);
  return { coverage80: share(0.8), coverage95: share(0.95), intervals: judged.length };
}

type Limits = Pick<ForecastInput, 'direction' | 'red' | 'target'>;

function breachOf(
  { direction, red, target }: Limits,
  { expected, sigma, degrees }: NonNullable<SeriesSearch['next']>,
): ForecastAnswer['breach'] {
  const beyond = (limit: number | undefined): number | null => {
    if (limit === undefined) return null;
    if (sigma === 0) return isOnTarget(expected, { target: limit, direction }) ? 0 : 1;
    const below = studentCdf((limit - expected) / sigma, degrees);
    return round4(direction === 'maximise' ? below : 1 - below);
  };
  return { red: beyond(red), target: beyond(target) };
}

const anomaliesOf = (folds: readonly Fold[]): ForecastAnswer['anomalies'] =>
  foldsWithErrors(folds).flatMap((fold) => {
    const { index, value, expected, errors } = fold;
    const reach = reachOf(errors, ANOMALY_SHARE);
    if (isInside(fold, reach)) return [];
    return [
      { index, value, expected: round4(expected), low: round4(expected - reach), high: round4(expected + reach) },
    ];
  });
