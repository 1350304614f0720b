import { type Fit, fit, levelStart, seasonStart, trendStart } from './fit';
import type { ForecastModel } from './schema';
import { project } from './smooth';

/** What a model says after a series. */
export interface Prediction {
  /** Expected value so many periods on. */
  readonly at: (step: number) => number;
  /** Standard deviation of the error so many periods on, as a multiple of that of the next period. */
  readonly spread: (step: number) => number;
}

export interface Model {
  readonly key: ForecastModel;
  /** Values it needs before its first forecast. */
  readonly needs: number;
  /** Forecasts by which it is judged, at least. */
  readonly folds: number;
  readonly predict: (values: readonly number[]) => Prediction;
}

const FIRST_VALUES = 5;
const FEWEST_FOLDS = 3;
const SEASONAL_FOLDS = 6;
const NONE = { alpha: 0, beta: 0, gamma: 0, phi: 0.9 };
const SIMPLE = { needs: FIRST_VALUES, folds: FEWEST_FOLDS };

const naive: Model = {
  key: 'naive',
  ...SIMPLE,
  predict: (values) => ({ at: () => values.at(-1) ?? 0, spread: Math.sqrt }),
};

const level: Model = {
  key: 'level',
  ...SIMPLE,
  predict: (values) => smoothed(fit(values, { free: ['alpha'], fixed: NONE, start: levelStart })),
};

const dampedTrend: Model = {
  key: 'damped-trend',
  ...SIMPLE,
  predict: (values) => smoothed(fit(values, { free: ['alpha', 'beta', 'phi'], fixed: NONE, start: trendStart })),
};

const seasonalNaive = (season: number): Model => ({
  key: 'seasonal-naive',
  needs: season,
  folds: season,
  predict: (values) => ({
    at: (step) => values[values.length - season + ((step - 1) % season)] ?? 0,
    spread: (step) => Math.sqrt(Math.floor((step - 1) / season) + 1),
  }),
});

const seasonal = (season: number): Model => ({
  key: 'seasonal',
  needs: 2 * season,
  folds: SEASONAL_FOLDS,
  predict: (values) =>
    smoothed(fit(values, { free: ['alpha', 'beta', 'gamma', 'phi'], fixed: NONE, start: seasonStart(season) }), season),
});

/** The models that so many values allow, the simplest first. */
export const modelsFor = (length: number, season: number | null): readonly Model[] =>
  [naive, ...(season ? [seasonalNaive(season)] : []), level, dampedTrend, ...(season ? [seasonal(season)] : [])].filter(
    ({ needs, folds }) => length >= needs + folds,
  );

/** Variance of h steps over that of one: 1 + Σ c², see Hyndman et al., Forecasting with Exponential Smoothing (2008), 6.1. */
const smoothed = ({ smoothing: { alpha, beta, gamma, phi }, end }: Fit, season = 0): Prediction => ({
  at: (step) => project(end, phi, step),
  spread: (step) => {
    let variance = 1;
    let reach = 0;
    for (let j = 1; j < step; j += 1) {
      reach += phi ** j;
      const again = season > 0 && j % season === 0 ? gamma * (1 - alpha) : 0;
      variance += (alpha + alpha * beta * reach + again) ** 2;
    }
    return Math.sqrt(variance);
  },
});
