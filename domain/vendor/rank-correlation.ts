import { sampleCorrelation } from 'simple-statistics';
import { round4 } from '../decimal';

export interface RankCorrelation {
  readonly n: number;
  /** Spearman's ρ, −1 to 1; null where one side is the same everywhere. */
  readonly rho: number | null;
  /** Two-sided: the share of all orders of one side whose |ρ| is as large. */
  readonly p: number | null;
  /** `exact` goes through all orders, `permutation` through a sample that is the same every time. */
  readonly method: 'exact' | 'permutation' | null;
}

/** Up to here all n! orders are gone through. */
const EXACT_UP_TO = 8;
const SAMPLES = 4_999;
/** Sums of products of ranks that are closer than this are the same. */
const SAME = 1e-9;

/** Pairs of figures by the order of each side (C. Spearman, 1904); equal figures share the mean of their ranks. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): RankCorrelation {
  const [x, y] = [ranksOf(pairs.map(([a]) => a)), ranksOf(pairs.map(([, b]) => b))];
  const n = pairs.length;
  if (n < 2 || isFlat(x) || isFlat(y)) return { n, rho: null, p: null, method: null };
  const method = n <= EXACT_UP_TO ? 'exact' : 'permutation';
  const p = method === 'exact' ? exactShare(x, y) : sampledShare(x, y);
  return { n, rho: round4(sampleCorrelation(x, y)), p: round4(p), method };
}

/** Ranks from 1; equal figures share the mean of theirs. */
export function ranksOf(figures: readonly number[]): number[] {
  return figures.map((figure) => {
    const below = figures.filter((other) => other < figure).length;
    const same = figures.filter((other) => other === figure).length;
    return below + (same + 1) / 2;
  });
}

const isFlat = (ranks: readonly number[]): boolean => ranks.every((rank) => rank === ranks[0]);

/** How far the sum of products lies from what chance would make of it: |ρ| without its constant factor. */
function distanceIn(x: readonly number[], y: readonly number[]): number {
  const expected = (x.length * (x.length + 1) ** 2) / 4;
  return Math.abs(x.reduce((total, rank, index) => total + rank * (y[index] ?? 0), 0) - expected);
}

function exactShare(x: readonly number[], y: readonly number[]): number {
  const observed = distanceIn(x, y) - SAME;
  let [all, extreme] = [0, 0];
  for (const order of ordersOf([...y])) {
    all += 1;
    if (distanceIn(x, order) >= observed) extreme += 1;
  }
  return extreme / all;
}

/** Every order of a list (B. R. Heap, 1963); the list itself is handed out changed each time. */
function* ordersOf(list: number[], size = list.length): Generator<readonly number[]> {
  if (size <= 1) {
    yield list;
    return;
  }
  for (let index = 0; index < size; index += 1) {
    yield* ordersOf(list, size - 1);
    swap(list, size % 2 === 0 ? index : 0, size - 1);
  }
}

/** The observed order counts among the sampled ones, so that no share is zero. */
function sampledShare(x: readonly number[], y: readonly number[]): number {
  const observed = distanceIn(x, y) - SAME;
  const random = randomFrom(y.length);
  const order = [...y];
  let extreme = 1;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    for (let index = order.length - 1; index > 0; index -= 1) swap(order, index, Math.floor(random() * (index + 1)));
    if (distanceIn(x, order) >= observed) extreme += 1;
  }
  return extreme / (SAMPLES + 1);
}

function swap(list: number[], a: number, b: number): void {
  [list[a], list[b]] = [list[b] ?? 0, list[a] ?? 0];
}

/** Evenly spread numbers in [0, 1), the same for the same seed: a linear congruential generator (Numerical Recipes, 1992). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
