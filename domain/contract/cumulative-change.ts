import Big from 'big.js';
import { shareBp, sum } from '../decimal';
import type { ContractBody } from './schema';

/** Above this share of the contract as it was signed, changes together are decided like an award. */
export const CHANGE_LIMIT_BP = 2_000;

/** What the contract as signed is worth over its first term, in its currency; null while it has no fee. */
export const contractValue = ({ monthlyFee, initialMonths }: ContractBody): Big | null =>
  monthlyFee && initialMonths ? new Big(monthlyFee.amount).times(initialMonths) : null;

/**
 * How far changes together move the price of a contract: the net of all of them, whichever way it goes, as a share of its
 * original value (net cumulative value, Directive 2014/24/EU art. 72(2)). Changes still under decision count too, or two at
 * once would each stay below the limit. Null where there is no value to take a share of.
 */
export function cumulativeBp(value: Big | null, costs: readonly (Big | string)[]): number | null {
  const net = sum(costs.map((cost) => new Big(cost))).abs();
  if (value === null || value.eq(0)) return null;
  const share = shareBp(net, value) ?? 0;
  // Rounded to the limit is not at the limit.
  return share === CHANGE_LIMIT_BP && net.times(10_000).gt(value.times(CHANGE_LIMIT_BP)) ? share + 1 : share;
}
