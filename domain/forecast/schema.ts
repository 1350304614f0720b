import { z } from 'zod';
import { KpiDirection } from '../kpi/schema';
import { Figure } from '../shapes';

export const FORECAST_MODELS = ['naive', 'seasonal-naive', 'level', 'damped-trend', 'seasonal'] as const;
export type ForecastModel = (typeof FORECAST_MODELS)[number];

export const MOST_VALUES = 120;

export const ForecastInput = z.strictObject({
  /** Oldest first, one for each period. */
  values: z.array(Figure).min(1).max(MOST_VALUES),
  direction: z.enum(['maximise', 'minimise']),
  target: Figure.optional(),
  red: Figure.optional(),
  /** Periods after which a pattern comes round, 12 for months; looked for once there are two rounds of values. */
  season: z.int().min(2).max(24).optional(),
  /** Periods ahead. */
  horizon: z.int().min(1).max(12).optional(),
});
export type ForecastInput = z.infer<typeof ForecastInput>;

/** What a search goes by. */
export type SearchInput = Pick<ForecastInput, 'values' | 'season' | 'horizon'>;

export const Interval = z.strictObject({
  step: z.int(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
});

export const Backtest = z.strictObject({
  /** Periods that were forecast from what was known before them, with every model in turn. */
  folds: z.int(),
  /** Mean absolute error of the model that is used, of "as last time", and of "as a season ago". */
  mae: z.number(),
  naiveMae: z.number(),
  seasonalNaiveMae: z.number().nullable(),
  /** Mean absolute error over the mean step from one value to the next; null where no value ever moved. */
  mase: z.number().nullable(),
  naiveMase: z.number().nullable(),
  /** Shares (0–1) of values inside the intervals that were known before them; null before there were any. */
  coverage80: z.number().nullable(),
  coverage95: z.number().nullable(),
  /** Folds that had an interval. */
  intervals: z.int(),
  models: z.array(z.strictObject({ model: z.enum(FORECAST_MODELS), mae: z.number() })),
});

export const Anomaly = z.strictObject({
  index: z.int(),
  value: z.number(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
});

export const ForecastAnswer = z.strictObject({
  status: z.enum(['ok', 'not-enough-data']),
  /** Values given, and how many are needed. */
  values: z.int(),
  needed: z.int(),
  /** The model that was least wrong; `naive` where nothing was less wrong than "as last time". */
  model: z.enum(FORECAST_MODELS).nullable(),
  points: z.array(z.strictObject({ step: z.int(), value: z.number() })),
  intervals: z.array(Interval),
  backtest: Backtest.nullable(),
  /** How likely (0–1) the next value lies beyond the red threshold, or off the target; null where there is none. */
  breach: z.strictObject({ red: z.number().nullable(), target: z.number().nullable() }).nullable(),
  anomalies: z.array(Anomaly),
});
export type ForecastAnswer = z.infer<typeof ForecastAnswer>;

/** What follows from values and season alone: the answer but for the breach, with the next value and its error to judge that by. */
export const SeriesSearch = ForecastAnswer.omit({ breach: true }).extend({
  next: z.strictObject({ expected: z.number(), sigma: z.number(), degrees: z.int() }).nullable(),
});
export type SeriesSearch = z.infer<typeof SeriesSearch>;

const OfPeriod = { period: z.string() };

/** The forecast of a KPI: the same in the periods of its collection. */
export const KpiForecast = ForecastAnswer.extend({
  key: z.string(),
  name: z.string(),
  unit: z.string(),
  direction: KpiDirection,
  target: z.number(),
  red: z.number().nullable(),
  /** Rated values, oldest first; a period without one has none. */
  history: z.array(z.strictObject({ ...OfPeriod, value: z.number() })),
  points: z.array(z.strictObject({ ...OfPeriod, step: z.int(), value: z.number() })),
  intervals: z.array(Interval.extend(OfPeriod)),
  anomalies: z.array(Anomaly.omit({ index: true }).extend(OfPeriod)),
});
export type KpiForecast = z.infer<typeof KpiForecast>;
