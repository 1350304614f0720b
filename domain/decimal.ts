import Big from 'big.js';

/** A score on the wire: four decimals, half-up (away from zero), never a negative zero. */
export const round4 = (exact: Big | number): number => new Big(exact).round(4, Big.roundHalfUp).toNumber() + 0;

export const sum = (parts: readonly (Big | number)[]): Big =>
  parts.reduce<Big>((total, part) => total.plus(part), new Big(0));

interface Weighed {
  readonly value: number;
  readonly weight: number;
}

/**
 * The weighted mean to four decimals, half-up; weights are not negative, and not all of them are 0. Leagues ask it of
 * thousands: figures of four decimals and weights of two are counted in whole numbers, which is as exact and far quicker.
 */
export function weightedMean4(parts: readonly Weighed[]): number {
  let [points, weights] = [0n, 0n];
  for (const { value, weight } of parts) {
    const [whole, share] = [Math.round(value * VALUE_UNITS), Math.round(weight * WEIGHT_UNITS)];
    if (!isExact(whole, value, VALUE_UNITS) || !isExact(share, weight, WEIGHT_UNITS)) return slowMean4(parts);
    points += BigInt(whole) * BigInt(share);
    weights += BigInt(share);
  }
  const rounded = (2n * (points < 0n ? -points : points) + weights) / (2n * weights);
  return Number(points < 0n ? -rounded : rounded) / VALUE_UNITS;
}

const VALUE_UNITS = 10_000;
const WEIGHT_UNITS = 100;
const isExact = (whole: number, figure: number, units: number): boolean =>
  Number.isSafeInteger(whole) && whole / units === figure;

const slowMean4 = (parts: readonly Weighed[]): number =>
  round4(
    sum(parts.map(({ value, weight }) => new Big(value).times(weight))).div(sum(parts.map(({ weight }) => weight))),
  );

/** `part / whole` in whole basis points, half-up; null when there is no whole to take a share of. */
export const shareBp = (part: Big, whole: Big): number | null =>
  whole.eq(0) ? null : part.times(10_000).div(whole).round(0, Big.roundHalfUp).toNumber();

/** The share `bp` (basis points) of an exact amount. */
export const takeBp = (exact: Big, bp: number): Big => exact.times(bp).div(10_000);

export const clamp = (exact: Big, low: number, high: number): Big =>
  exact.lt(low) ? new Big(low) : exact.gt(high) ? new Big(high) : exact;

export const roundTo = (exact: number, digits: number): number =>
  new Big(exact).round(digits, Big.roundHalfUp).toNumber() + 0;
