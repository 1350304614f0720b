import Big from 'big.js';
import { moneyText } from '../amount';
import { shareBp } from '../decimal';
import type { MoneyText } from '../money';

/** What managing vendors cost beside what they got. */
export interface ManagementShare {
  readonly cost: MoneyText;
  readonly vendorSpend: MoneyText;
  /** Null without spend. */
  readonly ratioBp: number | null;
}

interface Sums {
  readonly currency: string;
  /** Decimal text. */
  readonly cost: string;
  readonly spend: string;
}

export const managementShare = ({ currency, cost, spend }: Sums): ManagementShare => ({
  cost: moneyText(new Big(cost), currency),
  vendorSpend: moneyText(new Big(spend), currency),
  ratioBp: shareBp(new Big(cost), new Big(spend)),
});
