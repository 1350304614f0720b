import Big from 'big.js';
import { moneyText } from '../amount';
import { sum, takeBp } from '../decimal';
import { largestRemainder } from '../largest-remainder';
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
  const exact = misses.map((miss) => ({ key: miss.key, claim: creditOf(miss, atRisk) }));
  const rounded = exact.map(({ claim }) => claim.round(0, Big.roundHalfUp));
  const capped = sum(exact.map(({ claim }) => claim)).gt(atRisk) || sum(rounded).gt(cap);
  const lines = capped ? largestRemainder(cap, exact) : rounded;
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
