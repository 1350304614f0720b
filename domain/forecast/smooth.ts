/** How fast level, trend and season follow the values, and how much of the trend is left a period later. */
export interface Smoothing {
  readonly alpha: number;
  /** β* of the text book: how much of the newest change of the level goes into the trend. */
  readonly beta: number;
  /** γ* of the text book: how much of what the level leaves over goes into the season. */
  readonly gamma: number;
  readonly phi: number;
}

/** Where a series stands after a period; `season[0]` is the part of the next period. */
export interface Standpoint {
  readonly level: number;
  readonly trend: number;
  readonly season: readonly number[];
}

interface Searched {
  readonly smoothing: Smoothing;
  readonly start: Standpoint;
  /** Where the sum comes to this, it is not gone on with. */
  readonly enough: number;
}

/**
 * Damped additive exponential smoothing, Holt–Winters with a season and Holt's method without one (`season` of zeros):
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 8.2–8.3. Answers where the series stands.
 *   level  = α(y − season) + (1 − α)(level + φ·trend)
 *   trend  = β*(level − level before) + (1 − β*)φ·trend
 *   season = γ*(y − level) + (1 − γ*)season
 */
export function smooth(values: readonly number[], smoothing: Smoothing, start: Standpoint): Standpoint {
  const { level, trend, season } = walk(values, { smoothing, start, enough: Infinity });
  const turn = values.length % season.length;
  return { level, trend, season: [...season.slice(turn), ...season.slice(0, turn)] };
}

/** The sum of the squares by which the series missed what was expected of it one period before. */
export const squaredErrors = (values: readonly number[], searched: Searched): number => walk(values, searched).squares;

/** One loop for both, without anything made within it: a search walks a series thousands of times. */
function walk(values: readonly number[], { smoothing, start, enough }: Searched) {
  const { alpha, beta, gamma, phi } = smoothing;
  let { level, trend } = start;
  const season = start.season.slice();
  let squares = 0;
  for (let index = 0; index < values.length && squares < enough; index += 1) {
    const value = values[index]!;
    const place = index % season.length;
    const part = season[place]!;
    const base = level + phi * trend;
    const next = alpha * (value - part) + (1 - alpha) * base;
    trend = beta * (next - level) + (1 - beta) * phi * trend;
    season[place] = gamma * (value - next) + (1 - gamma) * part;
    level = next;
    squares += (value - (base + part)) ** 2;
  }
  return { level, trend, season, squares };
}

/** What is expected `step` periods on: level + (φ + … + φ^step)·trend + season. */
export function project({ level, trend, season }: Standpoint, phi: number, step: number): number {
  let reach = 0;
  for (let k = 1; k <= step; k += 1) reach += phi ** k;
  return level + reach * trend + (season[(step - 1) % season.length] ?? 0);
}
