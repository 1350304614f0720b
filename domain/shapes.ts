import { z } from 'zod';
import { minorDigits } from './money';

/** Shapes that many schemas share. Text limits keep rows, mails and pages readable and bodies bounded. */
export const Uuid = z.uuid();
export const Key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dot, dash, underscore');
/** A name or a title: one line of it, and something to be seen in it. */
export const ShortText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/\p{Cc}/u.test(text), 'must stand on one line')
  .refine((text) => text === '' || /[^\p{Z}\p{C}]/u.test(text), 'must hold something that can be seen');
export const LongText = z.string().trim().max(10_000).refine(noNul, 'must not contain NUL');
/** A text of ours that people read in their own language. */
export const Bilingual = z.strictObject({ en: ShortText, 'zh-CN': ShortText });
export type Bilingual = z.infer<typeof Bilingual>;
export const LocalDate = z.iso
  .date()
  .refine((d) => d >= '1900-01-01', 'is too long ago')
  .refine((d) => d <= '2199-12-31', 'is too far away');
/** Bounded as days are, and by the offsets that places have: the database knows no others. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((at) => at >= '1900-01-01', 'is too long ago')
  .refine((at) => at < '2200-01-01', 'is too far away')
  .refine((at) => !/[+-](1[5-9]|2\d):\d\d$/.test(at), 'has an offset that no place has');
/** Within the years that days may have. */
export const Month = z.string().regex(/^(19|2[01])\d{2}-(0[1-9]|1[0-2])$/, 'a month such as 2026-10');
export const Period = z
  .string()
  .regex(
    /^(19|2[01])\d{2}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/,
    'a month 2026-10, a quarter 2026-Q3, a half-year 2026-H2 or a year 2026',
  );
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
export const CurrencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
  .refine((code) => CURRENCIES.has(code), 'is not a currency of ISO 4217');
export const BasisPoints = z.int().min(0).max(10_000);
/** Decimal text, at most 15 digits before the point so that minor units stay exact integers. */
export const Amount = z.string().regex(/^-?\d{1,12}(\.\d{1,3})?$/, 'a decimal number as text, such as "1234.50"');
export const MoneyShape = z
  .strictObject({ amount: Amount, currency: CurrencyCode })
  .refine(hasKnownDigits, { path: ['amount'], message: 'has more digits than the currency knows' });
/** Money in an answer: sums and products may be longer than what may be sent in. */
export const MoneyTotal = z.strictObject({ amount: z.string().regex(/^-?\d+(\.\d{1,3})?$/), currency: CurrencyCode });
/** Money that is paid or owed in one direction only. */
export const MoneyCharge = MoneyShape.refine(({ amount }) => !amount.startsWith('-'), {
  path: ['amount'],
  message: 'must not be negative',
});
/** An amount next to a field that names its currency: decimal text, a number, or money of that currency. */
export const PlainAmount = z.union([
  Amount,
  z
    .number()
    .min(-1e12)
    .max(1e12)
    .refine((n) => Number(n.toFixed(3)) === n, 'has more than three decimals'),
  MoneyShape,
]);
/** An amount that cannot be owed to the payer. */
export const Charge = PlainAmount.refine(
  (a) => Number(typeof a === 'object' ? a.amount : a) >= 0,
  'must not be negative',
);
/** Any measured figure; bounded so that sums and squares stay finite. */
export const Figure = z.number().min(-1e15).max(1e15);
export const Score = z.number().min(0).max(100);
/** Names things inside a calculation (candidates, criteria, KPIs): any short text. */
export const Label = z.string().trim().min(1).max(100);
export const TimeZone = z.string().refine(isTimeZone, 'is not an IANA time zone');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function hasKnownDigits({ amount, currency }: { readonly amount: string; readonly currency: string }): boolean {
  const [, fraction = ''] = amount.split('.');
  return fraction.replace(/(?<!0)0+$/, '').length <= minorDigits(currency);
}

function noNul(text: string): boolean {
  return !text.includes('\u0000');
}

/** Whether weights (integer basis points) are shares of one whole. */
export const sumTo10000 = (weights: readonly number[]): boolean =>
  weights.reduce((total, weight) => total + weight, 0) === 10_000;

/** A rule for lists: names every item whose field came before in the same list. */
export const noRepeats =
  <F extends string>(field: F) =>
  (items: readonly Readonly<Record<F, string>>[], ctx: z.RefinementCtx): void => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(item[field])) ctx.addIssue({ code: 'custom', path: [index, field], message: 'comes twice' });
      seen.add(item[field]);
    });
  };

type JsonValue = z.core.util.JSONType;
/** Any JSON value. What is parsed here came out of JSON already, and a recursive schema has no end in an OpenAPI document. */
export const Json = z.unknown() as z.ZodType<JsonValue>;
