/** Basis points in proportion to weights, 10 000 together: what rounding leaves goes to the largest remainders. */
export function shareOut(weights: readonly number[]): readonly number[] {
  const whole = weights.reduce((total, weight) => total + weight, 0);
  const exact = weights.map((weight) => (whole > 0 ? (weight * 10_000) / whole : 0));
  const floors = exact.map(Math.floor);
  const left = 10_000 - floors.reduce((total, share) => total + share, 0);
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest);
  const lucky = new Set(order.slice(0, left).map(({ index }) => index));
  return floors.map((share, index) => (lucky.has(index) ? share + 1 : share));
}
