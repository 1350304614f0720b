import { convert, type Wanted } from '../currency/convert';
import type { RateUsed } from '../currency/schema';
import { DomainError } from '../errors';
import type { MoneyText } from '../money';
import type { Quote, StoredQuote } from './record-schema';

/**
 * A quote in the currency that candidates are compared in. One of another currency keeps what was offered and the rates of
 * its day. Throws `INVALID_FIELDS` where it names several currencies and `NO_RATE` where no rate leads to the wanted one.
 */
export function quoteIn(quote: Quote, wanted: Wanted): StoredQuote {
  const { currency } = quote.oneOff;
  checkOneCurrency(quote, currency);
  if (currency === wanted.to) return quote;
  const used = new Map<string, RateUsed>();
  const inWanted = (money: MoneyText): MoneyText => {
    const { to, steps } = convert(money, wanted);
    for (const step of steps) used.set(`${step.base} ${step.quote}`, step);
    return to;
  };
  const { oneOff, annual, hiddenCosts } = quote;
  const costs = Object.entries(hiddenCosts).map(([name, cost]) => [name, cost && inWanted(cost)] as const);
  return {
    ...quote,
    oneOff: inWanted(oneOff),
    annual: inWanted(annual),
    hiddenCosts: { ...hiddenCosts, ...Object.fromEntries(costs) },
    offered: { on: wanted.on, oneOff, annual, hiddenCosts, rates: [...used.values()] },
  };
}

function checkOneCurrency({ annual, hiddenCosts }: Quote, currency: string): void {
  const hidden = Object.entries(hiddenCosts).map(([name, cost]) => [`hiddenCosts.${name}`, cost] as const);
  const errors = [['annual', annual] as const, ...hidden].flatMap(([path, money]) =>
    money && money.currency !== currency
      ? [{ path: `${path}.currency`, message: `must be ${currency}, the currency of the quote` }]
      : [],
  );
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'A quote is in one currency.', errors);
}
