import Big from 'big.js';
import { DomainError } from './errors';

/** Money inside the product: integer minor units (cents) and an ISO 4217 code. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Money on the wire: a decimal string with the currency's digits, for example `{"amount": "1234.50", "currency": "CNY"}`. */
export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

const ZERO_DIGITS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const THREE_DIGITS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** Digits after the point of a currency (ISO 4217 minor unit). */
export const minorDigits = (currency: string): number =>
  ZERO_DIGITS.has(currency) ? 0 : THREE_DIGITS.has(currency) ? 3 : 2;

/** Reads wire money; refuses more digits than the currency has, so that nothing is rounded silently. */
export function toMoney({ amount, currency }: MoneyText): Money {
  const minor = new Big(amount).times(new Big(10).pow(minorDigits(currency)));
  if (!minor.eq(minor.round())) {
    throw new DomainError('INVALID_FIELDS', `${amount} has more digits than ${currency} knows`);
  }
  return { minor: minor.toNumber(), currency };
}

export const toMoneyText = ({ minor, currency }: Money): MoneyText => ({
  amount: new Big(minor).div(new Big(10).pow(minorDigits(currency))).toFixed(minorDigits(currency)),
  currency,
});

/** Rounds an exact amount in minor units half away from zero ("half-up" for charges). */
export const roundMinor = (exact: Big): number => exact.round(0, Big.roundHalfUp).toNumber();

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new DomainError('INVALID_FIELDS', `${a.currency} and ${b.currency} cannot be added`);
  }
  return { minor: a.minor + b.minor, currency: a.currency };
}

/** Amounts added up exactly, currencies apart, in the order in which they come. */
export function sumByCurrency(amounts: readonly MoneyText[]): MoneyText[] {
  const sums = new Map<string, Money>();
  for (const one of amounts.map(toMoney)) {
    const before = sums.get(one.currency);
    sums.set(one.currency, before ? addMoney(before, one) : one);
  }
  return [...sums.values()].map(toMoneyText);
}
