import Big from 'big.js';
import { fieldError } from './errors';
import { minorDigits, type MoneyText } from './money';

/** An amount as people send it: decimal text, a number, or money that must be of the expected currency. */
export type AmountInput = string | number | MoneyText;

/** Where an amount stands, so that a refusal names the field. */
interface Place {
  readonly path: string;
  readonly currency?: string | undefined;
}

const isMoney = (input: AmountInput): input is MoneyText => typeof input === 'object';

export const currencyIn = (input: AmountInput): string | undefined => (isMoney(input) ? input.currency : undefined);

/** The exact value in major units. Throws `INVALID_FIELDS` when the money is of another currency than the rest. */
export function readAmount(input: AmountInput, { path, currency }: Place): Big {
  if (!isMoney(input)) return new Big(input);
  if (currency !== undefined && input.currency !== currency) {
    throw fieldError(path, `is in ${input.currency}, the rest is in ${currency}`);
  }
  return new Big(input.amount);
}

/** Like `readAmount`, for what is paid or owed: no more digits than the currency has, so nothing is rounded silently. */
export function readMoney(input: AmountInput, place: Required<Place>): Big {
  const exact = readAmount(input, place);
  const digits = minorDigits(place.currency ?? '');
  if (!exact.eq(exact.round(digits))) throw fieldError(place.path, `has more digits than ${place.currency} knows`);
  return exact;
}

/** Wire money of an exact amount, rounded half-up to the minor unit. */
export function moneyText(exact: Big, currency: string): MoneyText {
  const digits = minorDigits(currency);
  const rounded = exact.round(digits, Big.roundHalfUp);
  return { amount: (rounded.eq(0) ? new Big(0) : rounded).toFixed(digits), currency };
}
