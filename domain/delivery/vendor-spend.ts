import Big from 'big.js';
import { moneyText } from '../amount';
import { daysBetween } from '../calendar/civil';
import { periodDates, type Period } from '../calendar/periods';
import { sum } from '../decimal';
import type { MoneyText } from '../money';

export interface VendorSpend {
  readonly currency: string;
  /** First day of service, and the first day without; null while unknown. */
  readonly liveOn: string | null;
  readonly serviceEnd: string | null;
  /** The monthly fee in force in the month; null without a contract. */
  readonly monthlyFee: MoneyText | null;
  /** Paid once, on a day. */
  readonly oneOffs: readonly { readonly on: string; readonly money: MoneyText }[];
}

/** What the vendor gets for a month of service: the fee by days of service, and what is paid once in it. */
export function vendorSpendOf(month: Period, spend: VendorSpend): MoneyText {
  const { currency, monthlyFee, oneOffs } = spend;
  const isOurs = (money: MoneyText): boolean => money.currency === currency;
  const once = oneOffs.filter(({ on, money }) => on.startsWith(`${month}-`) && isOurs(money));
  const fee = monthlyFee && isOurs(monthlyFee) ? new Big(monthlyFee.amount).times(shareOf(month, spend)) : 0;
  return moneyText(sum([fee, ...once.map(({ money }) => new Big(money.amount))]), currency);
}

/** Days of service over days of the month. */
function shareOf(month: Period, { liveOn, serviceEnd }: VendorSpend): Big {
  const { start, end } = periodDates(month);
  const from = liveOn === null ? end : later(start, liveOn);
  const to = serviceEnd === null ? end : earlier(end, serviceEnd);
  return new Big(Math.max(0, daysBetween(from, to))).div(daysBetween(start, end));
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);
