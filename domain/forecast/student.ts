/**
 * Student's t with whole degrees of freedom: P(T ≤ t), by the finite series of Abramowitz & Stegun,
 * Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
export function studentCdf(t: number, degrees: number): number {
  const theta = Math.atan(t / Math.sqrt(degrees));
  const within = degrees % 2 === 1 ? oddSeries(theta, degrees) : evenSeries(theta, degrees);
  return (1 + within) / 2;
}

/** A&S 26.7.3: the share within ±t for odd degrees of freedom. */
function oddSeries(theta: number, degrees: number): number {
  const cos = Math.cos(theta);
  let term = cos;
  let total = degrees > 1 ? term : 0;
  for (let k = 3; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    total += term;
  }
  return (2 / Math.PI) * (theta + Math.sin(theta) * total);
}

/** A&S 26.7.4: the same for even degrees of freedom. */
function evenSeries(theta: number, degrees: number): number {
  const cos = Math.cos(theta);
  let term = 1;
  let total = term;
  for (let k = 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    total += term;
  }
  return Math.sin(theta) * total;
}

/** The t within whose ± the given share of outcomes lies; the widest is that of one degree of freedom. */
export function studentReach(share: number, degrees: number): number {
  let low = 0;
  let high = 1;
  const within = (t: number): number => 2 * studentCdf(t, degrees) - 1;
  while (within(high) < share) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (within(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}
