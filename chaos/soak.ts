import { setTimeout as sleep } from 'node:timers/promises';
import { linearRegression } from 'simple-statistics';
import type { Violation } from './evidence';
import type { Usage } from './observe/usage';

const HOUR_MS = 3_600_000;
/** So often a run is looked at, whatever it lasts; at most every second. */
const LOOKS = 240;
/** A growth of so much of what is held, in an hour, is a leak. */
const LEAK_PER_HOUR = 0.02;
/** Within less than that a heap that fills once looks like one that is never emptied. */
const TELLING_MS = 2 * HOUR_MS;

/** Looks again and again until told to stop. */
export async function watchUsage(
  look: () => Promise<Usage>,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<readonly Usage[]> {
  const usages: Usage[] = [];
  while (!signal.aborted) {
    usages.push(await look());
    await sleep(Math.max(1_000, ms / LOOKS), undefined, { signal }).catch(() => undefined);
  }
  return usages;
}

/** How a figure went in the second half of a run: what is filled once is full by then. */
export interface Trend {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  /** By the line through all looks. */
  readonly perHour: number;
  /** It would go on for ever, as far as a run of this length can tell. */
  readonly isLeak: boolean;
}

export function trendsOf(usages: readonly Usage[]): readonly Trend[] {
  const half = usages.slice(Math.floor(usages.length / 2));
  const [first, last] = [half[0], half.at(-1)];
  if (!first || !last || first === last) return [];
  const isTelling = last.at - (usages[0]?.at ?? last.at) >= TELLING_MS;
  return Object.keys(first.figures).map((what) => {
    const points = half.map(({ at, figures }) => [(at - first.at) / HOUR_MS, figures[what] ?? 0]);
    const { m: perHour, b: from } = linearRegression(points);
    const to = from + (perHour * (last.at - first.at)) / HOUR_MS;
    return { what, from, to, perHour, isLeak: isTelling && perHour > LEAK_PER_HOUR * Math.max(from, 1) };
  });
}

export const trendLine = ({ what, from, to, perHour }: Trend): string =>
  `  ${what}: ${from.toFixed(1)} to ${to.toFixed(1)}, ${perHour < 0 ? '' : '+'}${perHour.toFixed(1)} an hour`;

/** I12, over hours: what is given back is given back before there is more and more of it. */
export const leaksIn = (trends: readonly Trend[]): readonly Violation[] =>
  trends.filter(({ isLeak }) => isLeak).map(({ what }) => ({ invariant: 'I12', what: `${what}: more and more` }));
