/** What a set of paths adds up to, whatever their order: two sets that differ have other sums but for one chance in 2^64. */
export interface PathSum {
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

export const NO_PATHS: PathSum = { count: 0, low: 0, high: 0 };

export const plus = (a: PathSum, b: PathSum): PathSum => ({
  count: a.count + b.count,
  low: (a.low + b.low) >>> 0,
  high: (a.high + b.high) >>> 0,
});

export const isSame = (a: PathSum, b: PathSum): boolean => a.count === b.count && a.low === b.low && a.high === b.high;

/** Two hashes of 32 bits (FNV-1a, each mixed in its own way at the end). */
export function sumOf(path: string): PathSum {
  let [low, high] = [0x811c9dc5, 0xdeadbeef];
  for (let at = 0; at < path.length; at += 1) {
    const unit = path.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  return { count: 1, low: mixed(low, 0x85ebca6b), high: mixed(high, 0xc2b2ae35) };
}

const mixed = (hash: number, by: number): number => {
  const once = Math.imul(hash ^ (hash >>> 16), by);
  return (once ^ (once >>> 13)) >>> 0;
};
