import Big from 'big.js';
import type { SuccessMeasure } from './schema';

export interface MeasureOutcome {
  readonly name: string;
  readonly unit: string | null;
  readonly baseline: number | null;
  readonly target: number;
  /** Null where nobody measured. */
  readonly actual: number | null;
  readonly direction: 'maximise' | 'minimise';
  /** How much of the way from the baseline (or from zero) to the target was gone, in basis points; may be beyond 0…10 000. */
  readonly reachedBp: number | null;
  readonly met: boolean | null;
}

export interface MeasuresOutcome {
  readonly items: readonly MeasureOutcome[];
  readonly met: number;
  readonly measured: number;
  /** Share of all measures whose target was met, in basis points; null without measures. What nobody measured is not met. */
  readonly metBp: number | null;
}

/** What was promised in the needs against what came of it; `actuals` by the name of the measure. */
export function measuresMet(
  measures: readonly SuccessMeasure[],
  actuals: Readonly<Record<string, number | null>>,
): MeasuresOutcome {
  const items = measures.map((measure) => outcomeOf(measure, actuals[measure.name] ?? null));
  const met = items.filter((item) => item.met === true).length;
  return {
    items,
    met,
    measured: items.filter(({ actual }) => actual !== null).length,
    metBp: items.length === 0 ? null : wholeBp(new Big(met).div(items.length)),
  };
}

function outcomeOf(measure: SuccessMeasure, actual: number | null): MeasureOutcome {
  const { name, unit = null, baseline = null, target } = measure;
  const direction = directionOf(measure);
  const met = actual === null ? null : direction === 'maximise' ? actual >= target : actual <= target;
  return { name, unit, baseline, target, actual, direction, reachedBp: reached(measure, actual), met };
}

/** As it says itself; otherwise a target below its baseline is to be undercut. */
const directionOf = ({ direction, baseline, target }: SuccessMeasure): MeasureOutcome['direction'] =>
  direction ?? (typeof baseline === 'number' && target < baseline ? 'minimise' : 'maximise');

function reached({ baseline, target }: SuccessMeasure, actual: number | null): number | null {
  const way = new Big(target).minus(baseline ?? 0);
  return actual === null || way.eq(0) ? null : wholeBp(new Big(actual).minus(baseline ?? 0).div(way));
}

const wholeBp = (share: Big): number => share.times(10_000).round(0, Big.roundHalfUp).toNumber() + 0;
