import Big from 'big.js';
import { sum } from './decimal';

export interface Claim {
  readonly key: string;
  readonly claim: Big;
}

/** Shares whole units in proportion to the claims (largest remainder; equal remainders go by key). */
export function largestRemainder(whole: Big, claims: readonly Claim[]): readonly Big[] {
  const all = sum(claims.map(({ claim }) => claim));
  const exact = claims.map(({ claim }) => (all.eq(0) ? new Big(0) : claim.times(whole).div(all)));
  const floors = exact.map((share) => share.round(0, Big.roundDown));
  const left = whole.minus(sum(floors)).toNumber();
  const byRemainder = claims
    .map(({ key }, index) => ({ key, index, remainder: exact[index]!.minus(floors[index]!) }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || (a.key < b.key ? -1 : 1));
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return floors.map((floor, index) => (lucky.has(index) ? floor.plus(1) : floor));
}
