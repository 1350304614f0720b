import { z } from 'zod';
import { CurrencyCode, LocalDate, MoneyTotal, ShortText } from '../shapes';

/** Units of `quote` that one unit of `base` buys on a day. */
export const ExchangeRate = z
  .strictObject({
    base: CurrencyCode,
    quote: CurrencyCode,
    /** Decimal text, so that the published digits stay as they are. */
    rate: z
      .string()
      .regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/, 'a decimal number above zero as text, such as "7.1046"'),
    on: LocalDate,
    source: ShortText,
  })
  .refine(({ base, quote }) => base !== quote, { path: ['quote'], message: 'must be another currency than base' });
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** A rate as it is on record: a correction is a version more. */
export const RecordedRate = z.strictObject({
  ...ExchangeRate.shape,
  version: z.int(),
  recordedBy: z.string(),
  recordedAt: z.string(),
});
export type RecordedRate = z.infer<typeof RecordedRate>;

/** One step of a conversion as it is shown; `inverted` where the pair stands the other way round on record. */
export const RateUsed = z.strictObject({ ...ExchangeRate.shape, inverted: z.boolean() });
export type RateUsed = z.infer<typeof RateUsed>;

/** No step where nothing had to be converted, two where the way goes over a third currency. */
export const Conversion = z.strictObject({ from: MoneyTotal, to: MoneyTotal, steps: z.array(RateUsed).readonly() });
export type Conversion = z.infer<typeof Conversion>;

export const CurrencyRules = z.strictObject({
  /** What sums over engagements of several currencies are told in. */
  reporting: CurrencyCode,
});
export type CurrencyRules = z.infer<typeof CurrencyRules>;
