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

/** Hears what was expected of each value one period before. */
type Listener = (expected: number, index: number) => void;

/**
 * Damped additive exponential smoothing, Holt–Winters with a season and Holt's method without one (`season` of zeros):
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 8.2–8.3. Answers where the series stands.
 *   level  = α(y − season) + (1 − α)(level + φ·trend)
 *   trend  = β*(level − level before) + (1 − β*)φ·trend
 *   season = γ*(y − level) + (1 − γ*)season
 */
export function smooth(
  values: readonly number[],
  { alpha, beta, gamma, phi, start }: Smoothing & { readonly start: Standpoint },
  hear: Listener,
): Standpoint {
  let { level, trend } = start;
  const season = [...start.season];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    const place = index % season.length;
    const part = season[place]!;
    const base = level + phi * trend;
    const next = alpha * (value - part) + (1 - alpha) * base;
    trend = beta * (next - level) + (1 - beta) * phi * trend;
    season[place] = gamma * (value - next) + (1 - gamma) * part;
    level = next;
    hear(base + part, index);
  }
  const turn = values.length % season.length;
  return { level, trend, season: [...season.slice(turn), ...season.slice(0, turn)] };
}

/** What is expected `step` periods on: level + (φ + … + φ^step)·trend + season. */
export function project({ level, trend, season }: Standpoint, phi: number, step: number): number {
  let reach = 0;
  for (let k = 1; k <= step; k += 1) reach += phi ** k;
  return level + reach * trend + (season[(step - 1) % season.length] ?? 0);
}
