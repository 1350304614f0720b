import { z } from 'zod';

/** Shapes that many schemas share. Text limits keep rows, mails and pages readable and bodies bounded. */
export const Uuid = z.uuid();
export const Key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dot, dash, underscore');
export const ShortText = z.string().trim().min(1).max(200).refine(noNul, 'must not contain NUL');
export const LongText = z.string().trim().max(10_000).refine(noNul, 'must not contain NUL');
export const LocalDate = z.iso.date().refine((d) => d >= '1900-01-01', 'is too long ago');
export const Instant = z.iso.datetime({ offset: true });
export const Period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/, 'a month 2026-10 or a quarter 2026-Q3');
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code');
export const BasisPoints = z.int().min(0).max(10_000);
/** Decimal text, at most 15 digits before the point so that minor units stay exact integers. */
export const Amount = z.string().regex(/^-?\d{1,12}(\.\d{1,3})?$/, 'a decimal number as text, such as "1234.50"');
export const MoneyShape = z.strictObject({ amount: Amount, currency: CurrencyCode });
export const TimeZone = z.string().refine(isTimeZone, 'is not an IANA time zone');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function noNul(text: string): boolean {
  return !text.includes('\u0000');
}
