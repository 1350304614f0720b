import Big from 'big.js';
import type { MoneyText } from '../../domain/money';
import type { PackCredit } from '../../domain/review/pack-schema';

/** Credits of each period added up exactly, periods and currencies apart, in the order in which they come. */
export function totalsByPeriod(credits: readonly PackCredit[]): readonly {
  readonly period: string;
  readonly money: MoneyText;
}[] {
  const sums = new Map<string, { period: string; money: MoneyText }>();
  for (const { period, money } of credits) {
    const key = `${period} ${money.currency}`;
    const before = sums.get(key)?.money.amount ?? '0';
    const digits = money.amount.split('.')[1]?.length ?? 0;
    sums.set(key, { period, money: { ...money, amount: new Big(before).plus(money.amount).toFixed(digits) } });
  }
  return [...sums.values()];
}
