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

/**
 * Damped additive exponential smoothing, Holt–Winters with a season and Holt's method without one (`season` of zeros):
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 8.2–8.3. Answers where the series stands.
 *   level  = α(y − season) + (1 − α)(level + φ·trend)
 *   trend  = β*(level − level before) + (1 − β*)φ·trend
 *   season = γ*(y − level) + (1 − γ*)season
 */
export function smooth(values: readonly number[], smoothing: Smoothing, start: Standpoint): Standpoint {
  const walk = new Walk(values, start);
  walk.squaredErrors(smoothing, Infinity);
  return walk.end();
}

/**
 * Walks one series again and again from where it starts. A search does so thousands of times: nothing is made within it, and the
 * parts of the season have one place in memory.
 */
export class Walk {
  private readonly season: Float64Array;
  private level = 0;
  private trend = 0;

  constructor(
    private readonly values: readonly number[],
    private readonly start: Standpoint,
  ) {
    this.season = new Float64Array(start.season.length);
  }

  /** The sum of the squares by which the series missed what was expected of it one period before; any number that is at least `enough` where it comes to that. */
  squaredErrors({ alpha, beta, gamma, phi }: Smoothing, enough: number): number {
    const { values, season } = this;
    season.set(this.start.season);
    let { level, trend } = this.start;
    let squares = 0;
    let place = 0;
    for (let index = 0; index < values.length && squares < enough; index += 1) {
      const value = values[index]!;
      const part = season[place]!;
      const base = level + phi * trend;
      const next = alpha * (value - part) + (1 - alpha) * base;
      trend = beta * (next - level) + (1 - beta) * phi * trend;
      season[place] = gamma * (value - next) + (1 - gamma) * part;
      level = next;
      squares += (value - (base + part)) ** 2;
      place = place + 1 === season.length ? 0 : place + 1;
    }
    [this.level, this.trend] = [level, trend];
    return squares;
  }

  /** Where the series stands after its last walk, which went to the end. */
  end(): Standpoint {
    const turn = this.values.length % this.season.length;
    const season = [...this.season.subarray(turn), ...this.season.subarray(0, turn)];
    return { level: this.level, trend: this.trend, season };
  }
}

/** What is expected `step` periods on: level + (φ + … + φ^step)·trend + season. */
export function project({ level, trend, season }: Standpoint, phi: number, step: number): number {
  let reach = 0;
  for (let k = 1; k <= step; k += 1) reach += phi ** k;
  return level + reach * trend + (season[(step - 1) % season.length] ?? 0);
}
