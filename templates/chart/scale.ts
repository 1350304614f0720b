export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** Values that differ by less, relative to their size, are one value to a reader. */
const INDISTINCT = 1e-9;
const STEPS = [1, 2, 2.5, 5, 10];

/**
 * An axis that holds all values, with round ticks (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).
 * A single value gets room on both sides, though none beyond zero: nothing costs less than nothing.
 */
export function scaleOf(values: readonly number[], wanted = 4): Scale {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const flat = highest - lowest <= Math.max(Math.abs(highest), Math.abs(lowest), 1) * INDISTINCT;
  const margin = flat ? Math.max(Math.abs(highest) * 0.1, 0.5) : 0;
  const step = roundStep((highest - lowest + 2 * margin) / wanted);
  const least = lowest < 0 ? lowest - margin : Math.max(0, lowest - margin);
  const most = highest < 0 ? Math.min(0, highest + margin) : highest + margin;
  const from = Math.floor(least / step);
  const to = Math.ceil(most / step);
  return ticksBetween({ from, to: Math.max(to, from + 1) }, step);
}

/** An axis between given ends. */
export function fixedScale({ min, max }: { readonly min: number; readonly max: number }, wanted = 4): Scale {
  const step = roundStep((max - min) / wanted);
  const { ticks } = ticksBetween({ from: Math.ceil(min / step), to: Math.floor(max / step) }, step);
  return { min, max, ticks };
}

/** The round step that is not smaller than wanted. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (STEPS.find((step) => step * power >= wanted * 0.999_999) ?? 10) * power;
}

/** Multiples are rounded to the digits of the step, so that 3 · 0.1 is written 0.3. */
function ticksBetween({ from, to }: { from: number; to: number }, step: number): Scale {
  const digits = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(step))));
  const multiple = (n: number): number => Number((n * step).toFixed(digits));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => multiple(from + index));
  return { min: multiple(from), max: multiple(to), ticks };
}
