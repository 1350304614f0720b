import Big from 'big.js';
import { currencyIn, moneyText, readAmount } from '../amount';
import { shareBp, sum } from '../decimal';
import type { ManagementCostAnswer, ManagementCostInput } from './schema';

/** From this multiple of the planned ratio on the cost of managing a vendor is an overrun. */
const OVERRUN = 1.5;

/**
 * What managing the vendor costs (Σ hours · rate) and its ratio to the vendor's spend, against the planned ratio.
 * Throws `INVALID_FIELDS` when currencies are mixed.
 */
export function weighManagement(input: ManagementCostInput): ManagementCostAnswer {
  const { hours, vendorSpend, planBp } = input;
  const currency =
    input.currency ?? [vendorSpend, ...hours.map(({ rate }) => rate)].map(currencyIn).find((code) => code);
  const cost = sum(
    hours.map((line, index) => readAmount(line.rate, { path: `hours.${index}.rate`, currency }).times(line.hours)),
  );
  const spend = readAmount(vendorSpend, { path: 'vendorSpend', currency });
  return {
    cost: currency === undefined ? cost.round(2, Big.roundHalfUp).toNumber() : moneyText(cost, currency),
    ratioBp: shareBp(cost, spend),
    overPlan: cost.times(10_000).gt(spend.times(planBp).times(OVERRUN)),
  };
}
