import Big from 'big.js';
import { clamp, round4 } from '../decimal';
import type { KpiScoreAnswer, KpiScoreInput } from './schema';

/**
 * The score 0–100 of a KPI value. n thresholds make n + 1 bands, each with its low edge inside and its high edge outside;
 * the best band has the highest number whatever the direction, and scores 100 · (band − 1)/(bands − 1). With fewer than
 * two thresholds the score is linear from the floor (0) to the target (100). No value, no score.
 */
export function scoreKpi({ direction, thresholds = [], floor, target, value }: KpiScoreInput): KpiScoreAnswer {
  const isBanded = thresholds.length >= 2;
  const bands = thresholds.length + 1;
  if (value === null) return { score: null, ...(isBanded && { bands }) };
  if (!isBanded) return { score: linear(value, { floor: floor ?? 0, target: target ?? 0 }) };
  const place = 1 + thresholds.filter((edge) => value >= edge).length;
  const band = direction === 'maximise' ? place : bands + 1 - place;
  return { score: round4(new Big(100 * (band - 1)).div(bands - 1)), band, bands };
}

/** A minimised KPI has its target below its floor, which mirrors the line by itself. */
function linear(value: number, { floor, target }: { readonly floor: number; readonly target: number }): number {
  const range = new Big(target).minus(floor);
  return range.eq(0) ? 0 : round4(clamp(new Big(value).minus(floor).div(range), 0, 1).times(100));
}

/** Whether a value is as good as the target or better. */
export const isOnTarget = (
  value: number,
  { target, direction }: { readonly target: number; readonly direction: KpiScoreInput['direction'] },
) => (direction === 'maximise' ? value >= target : value <= target);
