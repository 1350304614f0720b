import Big from 'big.js';
import { clamp, round4 } from '../decimal';
import type { KpiDefinition } from './record-schema';
import type { Direction, KpiDirection, KpiScoreAnswer, KpiScoreInput } from './schema';

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

/** The better side of a KPI: a milestone is better the more of it is reached. */
export const senseOf = (direction: KpiDirection): Direction => (direction === 'minimise' ? 'minimise' : 'maximise');

type Judged = Pick<KpiDefinition, 'direction' | 'thresholds' | 'floor' | 'target'>;

/** The score of a value by the definition of its KPI: by bands, on the line from floor to target, or reached or not. */
export function scoreByDefinition({ direction, thresholds, floor, target }: Judged, value: number): KpiScoreAnswer {
  if (direction === 'milestone') return { score: value >= target ? 100 : 0 };
  return scoreKpi({ direction, target, value, ...(thresholds ? { thresholds } : { floor }) });
}

/** Whether a value is as good as the target or better. */
export const isOnTarget = (
  value: number,
  { target, direction }: { readonly target: number; readonly direction: Direction },
) => (direction === 'maximise' ? value >= target : value <= target);
