import Big from 'big.js';
import { moneyText } from '../amount';
import { sum, takeBp } from '../decimal';
import { minorDigits } from '../money';
import type { ServiceCreditsAnswer, ServiceCreditsInput } from './schema';

type Miss = ServiceCreditsInput['misses'][number];

const FULL_BP = 10_000;

/**
 * Credits for missed service levels: at-risk amount · pool · allocation (· multiplier for repeated misses); the clause type
 * is that of the Texas DIR master agreements. All credits of an invoice are capped at the at-risk amount: beyond it every
 * line shrinks in proportion, and the largest remainders get the last minor units, so that the lines sum to the cap.
 */
export function serviceCredits({ invoice, atRiskBp, misses }: ServiceCreditsInput): ServiceCreditsAnswer {
  const { currency } = invoice;
  const unit = new Big(10).pow(minorDigits(currency));
  const atRisk = takeBp(new Big(invoice.amount).times(unit), atRiskBp);
  const cap = atRisk.round(0, Big.roundHalfUp);
  const exact = misses.map((miss) => ({ key: miss.key, minor: creditOf(miss, atRisk) }));
  const rounded = exact.map(({ minor }) => minor.round(0, Big.roundHalfUp));
  const capped = sum(exact.map(({ minor }) => minor)).gt(atRisk) || sum(rounded).gt(cap);
  const lines = capped ? shareOut(cap, exact) : rounded;
  const money = (minor: Big) => moneyText(minor.div(unit), currency);
  return {
    lines: misses.map(({ key }, index) => ({ key, money: money(lines[index]!) })),
    total: money(sum(lines)),
    cap: money(cap),
    capped,
  };
}

const creditOf = ({ poolBp, allocationBp, excluded = false, multiplierBp = FULL_BP }: Miss, atRisk: Big): Big =>
  excluded ? new Big(0) : takeBp(takeBp(takeBp(atRisk, poolBp), allocationBp), multiplierBp);

interface Claim {
  readonly key: string;
  readonly minor: Big;
}

/** Shares whole minor units in proportion to the claims (largest remainder; equal remainders go by key). */
function shareOut(whole: Big, claims: readonly Claim[]): readonly Big[] {
  const all = sum(claims.map(({ minor }) => minor));
  const exact = claims.map(({ minor }) => (all.eq(0) ? new Big(0) : minor.times(whole).div(all)));
  const floors = exact.map((share) => share.round(0, Big.roundDown));
  const left = whole.minus(sum(floors)).toNumber();
  const byRemainder = claims
    .map(({ key }, index) => ({ key, index, remainder: exact[index]!.minus(floors[index]!) }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || (a.key < b.key ? -1 : 1));
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return floors.map((floor, index) => (lucky.has(index) ? floor.plus(1) : floor));
}
