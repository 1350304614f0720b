import Big from 'big.js';
import { moneyText } from '../amount';
import { sum } from '../decimal';
import type { MoneyText } from '../money';
import { applySteps, stepsBetween, type Wanted } from './convert';
import type { RateUsed } from './schema';

/** An amount in major units of its own currency, with whatever it belongs to. */
export interface Part {
  readonly amount: number | string;
  readonly currency: string;
}

export interface Gathered<P extends Part> {
  /** In the wanted currency, unrounded; null where no rate leads there. */
  readonly parts: readonly { readonly part: P; readonly exact: Big | null }[];
  /** Every rate that was gone by, once. */
  readonly rates: readonly RateUsed[];
  /** Currencies whose amounts could not be brought along. */
  readonly withoutRate: readonly string[];
}

/** Amounts of several currencies in one, as of one day. What has no rate stays out and its currency is named. */
export function gather<P extends Part>(parts: readonly P[], wanted: Wanted): Gathered<P> {
  const currencies = [...new Set(parts.map(({ currency }) => currency))].toSorted();
  const steps = new Map(currencies.map((from) => [from, stepsBetween({ from, ...wanted })]));
  const used = [...steps.values()].flatMap((path) => path ?? []);
  return {
    parts: parts.map((part) => {
      const path = steps.get(part.currency);
      return { part, exact: path ? applySteps(new Big(part.amount), path) : null };
    }),
    rates: [...new Map(used.map((step) => [`${step.base} ${step.quote} ${step.inverted}`, step])).values()],
    withoutRate: currencies.filter((from) => !steps.get(from)),
  };
}

/** What came along, as one sum. */
export const totalOf = (parts: readonly { readonly exact: Big | null }[], currency: string): MoneyText =>
  moneyText(sum(parts.flatMap(({ exact }) => exact ?? [])), currency);

/** Amounts by their own currencies. */
export function sumsByCurrency(parts: readonly Part[]): readonly MoneyText[] {
  const currencies = [...new Set(parts.map(({ currency }) => currency))].toSorted();
  return currencies.map((one) =>
    moneyText(sum(parts.filter(({ currency }) => currency === one).map(({ amount }) => new Big(amount))), one),
  );
}

/** A single amount in major units, rounded to the currency; 0 where no rate led there. */
export const majorOf = (exact: Big | null, currency: string): number =>
  exact === null ? 0 : Number(moneyText(exact, currency).amount);
