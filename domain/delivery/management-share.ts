import Big from 'big.js';
import { moneyText } from '../amount';
import { shareBp, sum } from '../decimal';
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

/** Several of them, by currency. */
export function managementShares(months: readonly Sums[]): readonly ManagementShare[] {
  const currencies = [...new Set(months.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const own = months.filter((month) => month.currency === currency);
    const total = (of: 'cost' | 'spend'): string => sum(own.map((month) => new Big(month[of]))).toFixed();
    return managementShare({ currency, cost: total('cost'), spend: total('spend') });
  });
}
