import { linearRegression, mean } from 'simple-statistics';
import { type Smoothing, smooth, type Standpoint, Walk } from './smooth';

/** Which of the parameters a model leaves free; the others stay as they are here. */
export interface Shape {
  readonly free: readonly (keyof Smoothing)[];
  readonly fixed: Smoothing;
  readonly start: (values: readonly number[]) => Standpoint;
}

export interface Fit {
  readonly smoothing: Smoothing;
  readonly end: Standpoint;
}

/** Damping below 0.8 forgets a trend at once, above 0.98 it is no damping: the bounds of the text book (fpp3, 8.2). */
const BOUNDS: Readonly<Record<keyof Smoothing, readonly [number, number]>> = {
  alpha: [0.01, 1],
  beta: [0, 1],
  gamma: [0, 1],
  phi: [0.8, 0.98],
};
const FIRST_STEP = 0.25;
const LAST_STEP = 0.01;
const STARTS: readonly Smoothing[] = [
  { alpha: 0.2, beta: 0.05, gamma: 0.1, phi: 0.9 },
  { alpha: 0.8, beta: 0.2, gamma: 0.1, phi: 0.9 },
];

/** The parameters with the least squared one-step errors: a pattern search (Hooke & Jeeves 1961) from fixed points. */
export function fit(values: readonly number[], { free, fixed, start }: Shape): Fit {
  const from = start(values);
  const walk = new Walk(values, from);
  const found = STARTS.map((first) => search(walk, free, { ...fixed, ...pick(first, free) }));
  const best = found.reduce((a, b) => (b.error < a.error ? b : a)).smoothing;
  return { smoothing: best, end: smooth(values, best, from) };
}

const pick = (from: Smoothing, free: Shape['free']): Partial<Smoothing> =>
  Object.fromEntries(free.map((name) => [name, from[name]]));

interface Found {
  readonly smoothing: Smoothing;
  readonly error: number;
}

function search(walk: Walk, free: Shape['free'], first: Smoothing): Found {
  let found: Found = { smoothing: first, error: walk.squaredErrors(first, Infinity) };
  for (let step = FIRST_STEP; step >= LAST_STEP; step /= 2) {
    const moves = free.flatMap((name) => [{ name, shift: step }, { name, shift: -step }]); // prettier-ignore
    for (let better = around(walk, found, moves); better; better = around(walk, found, moves)) found = better;
  }
  return found;
}

interface Move {
  readonly name: keyof Smoothing;
  /** As a share of what lies between the bounds. */
  readonly shift: number;
}

/** The best of the neighbours on every axis; null where none is better. */
function around(walk: Walk, found: Found, moves: readonly Move[]): Found | null {
  const { alpha, beta, gamma, phi } = found.smoothing;
  const at = { alpha, beta, gamma, phi };
  let best: Found | null = null;
  let least = found.error;
  for (const { name, shift } of moves) {
    at[name] = moved(found.smoothing[name], name, shift);
    const error = walk.squaredErrors(at, least);
    if (error < least) {
      best = { smoothing: { ...at }, error };
      least = error;
    }
    at[name] = found.smoothing[name];
  }
  return best;
}

function moved(from: number, name: keyof Smoothing, shift: number): number {
  const [low, high] = BOUNDS[name];
  return Math.min(high, Math.max(low, from + shift * (high - low)));
}

/** A series without a trend begins at its first value. */
export const levelStart = (values: readonly number[]): Standpoint => ({ level: values[0] ?? 0, trend: 0, season: [0] });

const FIRST_VALUES = 4;

/** A series with a trend begins on the line through its first values. */
export function trendStart(values: readonly number[]): Standpoint {
  const { m, b } = linearRegression(values.slice(0, FIRST_VALUES).map((value, index) => [index, value]));
  return { level: b - m, trend: m, season: [0] };
}

/**
 * A series with a season begins as its first two years say: the season is what is left of them beside a centred moving
 * average, level and trend are the line through that average (classical decomposition, fpp3 3.4).
 */
export const seasonStart =
  (length: number) =>
  (values: readonly number[]): Standpoint => {
    const half = Math.floor(length / 2);
    const averages = Array.from({ length: length * 2 }, (_, index) => centred(values, { index, length }));
    const points = averages.flatMap((average, index) => (average === null ? [] : [[index + 1, average]]));
    const { m, b } = linearRegression(points);
    const parts = Array.from({ length }, (_, place) =>
      mean(
        [place, place + length].flatMap((index) => {
          const average = averages[index];
          return average === null || average === undefined ? [] : [(values[index] ?? 0) - average];
        }),
      ),
    );
    const middle = mean(parts);
    return half === 0 ? levelStart(values) : { level: b, trend: m, season: parts.map((part) => part - middle) };
  };

/** The mean of one whole season around a value; of an even number, the two ends count half. */
function centred(
  values: readonly number[],
  { index, length }: { readonly index: number; readonly length: number },
): number | null {
  const half = Math.floor(length / 2);
  if (index - half < 0 || index + half >= length * 2) return null;
  const window = values.slice(index - half, index + half + 1);
  const ends = length % 2 === 0 ? ((window[0] ?? 0) + (window.at(-1) ?? 0)) / 2 : 0;
  const whole = length % 2 === 0 ? window.slice(1, -1) : window;
  return (ends + whole.reduce((total, value) => total + value, 0)) / length;
}
