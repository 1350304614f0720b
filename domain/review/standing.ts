import type { Bands } from './schema';

type Band = Readonly<Bands[number]>;

export const UNRATED = 'unrated';

export const DEFAULT_BANDS = [
  { key: 'very-poor', min: 0, max: 30 },
  { key: 'poor', min: 30, max: 50 },
  { key: 'average', min: 50, max: 80 },
  { key: 'excellent', min: 80, max: 100 },
] as const satisfies readonly Band[];
export type DefaultStanding = (typeof DEFAULT_BANDS)[number]['key'];

/** Scores below `low` stand poorly; those from `high` on stand excellently. */
export const SCORE_EDGES = { low: DEFAULT_BANDS[2].min, high: DEFAULT_BANDS[3].min } as const;

/** The key of the band that holds a score (the top band holds its maximum too); no score, no standing. */
export function standingOf(score: number | null, bands: readonly Band[] = DEFAULT_BANDS): string {
  if (score === null) return UNRATED;
  const holding = bands.find(({ min, max }) => score >= min && (score < max || max === 100));
  return holding?.key ?? UNRATED;
}

interface Settling {
  /** The standing in force; null before the first one. */
  readonly inForce: string | null;
  /** Standings of the last periods, oldest first, the newest last. */
  readonly recent: readonly string[];
  readonly redLine?: boolean;
  readonly bands?: readonly Band[];
}

/**
 * The standing that takes force after the newest period. It rises at once and falls only after two periods in a row below
 * the one in force (to the better of the two), unless a red line was crossed. An unrated period changes nothing.
 */
export function settleStanding({ inForce, recent, redLine = false, bands = DEFAULT_BANDS }: Settling): string {
  const level = (key: string): number => bands.find((band) => band.key === key)?.min ?? -1;
  const [newest = UNRATED, previous = UNRATED] = recent.toReversed();
  if (newest === UNRATED) return inForce ?? UNRATED;
  if (inForce === null || inForce === UNRATED || redLine || level(newest) >= level(inForce)) return newest;
  if (previous === UNRATED || level(previous) >= level(inForce)) return inForce;
  return level(previous) > level(newest) ? previous : newest;
}
