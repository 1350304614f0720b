import Big from 'big.js';

/** A score on the wire: four decimals, half-up (away from zero), never a negative zero. */
export const round4 = (exact: Big | number): number => new Big(exact).round(4, Big.roundHalfUp).toNumber() + 0;

export const sum = (parts: readonly (Big | number)[]): Big =>
  parts.reduce<Big>((total, part) => total.plus(part), new Big(0));

/** `part / whole` in whole basis points, half-up; null when there is no whole to take a share of. */
export const shareBp = (part: Big, whole: Big): number | null =>
  whole.eq(0) ? null : part.times(10_000).div(whole).round(0, Big.roundHalfUp).toNumber();

/** The share `bp` (basis points) of an exact amount. */
export const takeBp = (exact: Big, bp: number): Big => exact.times(bp).div(10_000);

export const clamp = (exact: Big, low: number, high: number): Big =>
  exact.lt(low) ? new Big(low) : exact.gt(high) ? new Big(high) : exact;

export const roundTo = (exact: number, digits: number): number =>
  new Big(exact).round(digits, Big.roundHalfUp).toNumber() + 0;
