import Big from 'big.js';
import { moneyText } from '../amount';
import { DomainError } from '../errors';
import type { MoneyText } from '../money';
import type { Conversion, ExchangeRate, RateUsed } from './schema';

/** Where to and as of which day; `rates` may hold any number of pairs and days. */
export interface Wanted {
  readonly to: string;
  readonly on: string;
  readonly rates: readonly ExchangeRate[];
}

/**
 * Money in another currency at the newest rate on or before a day: that of the pair in either direction, else a cross
 * over one third currency. Rounded once, half-up, to the minor unit. Throws `NO_RATE` where there is no way.
 */
export function convert(money: MoneyText, wanted: Wanted): Conversion {
  const steps = stepsBetween({ from: money.currency, ...wanted });
  if (!steps) throw noRate(money.currency, wanted);
  return { from: money, to: moneyText(applySteps(new Big(money.amount), steps), wanted.to), steps };
}

export const noRate = (from: string, { to, on }: Pick<Wanted, 'to' | 'on'>): DomainError =>
  new DomainError('NO_RATE', `There is no rate from ${from} to ${to} on or before ${on}.`);

/** An exact amount after the steps of a conversion; divides last, so that nothing is rounded on the way. */
export function applySteps(amount: Big, steps: readonly RateUsed[]): Big {
  const product = (wanted: boolean): Big =>
    steps.filter(({ inverted }) => inverted === wanted).reduce((all, { rate }) => all.times(rate), new Big(1));
  return amount.times(product(false)).div(product(true));
}

type Asked = Wanted & { readonly from: string };

/** The rates to go by, none within one currency; null where there is no way from one to the other. */
export function stepsBetween({ from, to, on, rates }: Asked): readonly RateUsed[] | null {
  if (from === to) return [];
  const known = rates.filter((rate) => rate.on <= on);
  const direct = stepOf(known, from, to);
  return direct ? [direct] : crossOf(known, from, to);
}

/** Of the rates of a pair the newest; on the same day the one that is asked for, not its inverse. */
function stepOf(known: readonly ExchangeRate[], from: string, to: string): RateUsed | null {
  const [ahead, back] = [newest(known, from, to), newest(known, to, from)];
  if (ahead && (!back || ahead.on >= back.on)) return { ...ahead, inverted: false };
  return back && { ...back, inverted: true };
}

const newest = (known: readonly ExchangeRate[], base: string, quote: string): ExchangeRate | null =>
  known
    .filter((rate) => rate.base === base && rate.quote === quote)
    .reduce<ExchangeRate | null>((best, rate) => (best === null || rate.on > best.on ? rate : best), null);

/** Over the currency whose older leg is newest; the first by its code where several are alike. */
function crossOf(known: readonly ExchangeRate[], from: string, to: string): readonly RateUsed[] | null {
  const pivots = [...new Set(known.flatMap(({ base, quote }) => [base, quote]))].toSorted();
  let best: readonly [RateUsed, RateUsed] | null = null;
  for (const pivot of pivots) {
    const [first, second] = [stepOf(known, from, pivot), stepOf(known, pivot, to)];
    if (first && second && (!best || dayOf([first, second]) > dayOf(best))) best = [first, second];
  }
  return best;
}

const dayOf = ([a, b]: readonly [RateUsed, RateUsed]): string => (a.on < b.on ? a.on : b.on);
