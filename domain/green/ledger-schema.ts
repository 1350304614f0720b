import { z } from 'zod';
import { RateUsed } from '../currency/schema';
import { SERVICE_TYPES } from '../planning/catalogue';
import { CurrencyCode, MoneyCharge, MoneyTotal, ShortText } from '../shapes';

const Year = z.int().min(1990).max(2199);
const Tonnes = z.number().min(0).max(1e12);

/** Tonnes of CO₂e per unit of spend on a kind of service, as published for a year; it holds until a newer year has one. */
const EmissionFactor = z.strictObject({
  serviceType: z.enum(SERVICE_TYPES),
  year: Year,
  currency: CurrencyCode,
  tonnesPerUnit: z.number().min(0).max(1000),
  source: ShortText,
});
export type EmissionFactor = z.infer<typeof EmissionFactor>;

export const EmissionFactors = z.strictObject({
  factors: z
    .array(EmissionFactor)
    .max(1000)
    .superRefine((factors, ctx) => {
      const seen = new Set<string>();
      factors.forEach(({ serviceType, year }, index) => {
        const key = `${serviceType} ${year}`;
        if (seen.has(key))
          ctx.addIssue({ code: 'custom', path: [index, 'year'], message: 'comes twice for this kind' });
        seen.add(key);
      });
    }),
});
export type EmissionFactors = z.infer<typeof EmissionFactors>;

/** What a vendor emitted in a year, all of it, beside what it earned: our share is our share of its revenue. */
export const VendorEmissions = z.strictObject({
  year: Year,
  totalTonnes: Tonnes,
  revenue: MoneyCharge.refine(({ amount }) => Number(amount) > 0, {
    path: ['amount'],
    message: 'must be more than nothing',
  }),
  source: ShortText,
  verifiedBy: ShortText.optional(),
});
export type VendorEmissions = z.infer<typeof VendorEmissions>;

/** As it is on record: a correction is a version more. */
export const RecordedEmissions = z.strictObject({
  ...VendorEmissions.shape,
  version: z.int(),
  recordedBy: z.string(),
  recordedAt: z.string(),
});
export type RecordedEmissions = z.infer<typeof RecordedEmissions>;

export const CARBON_METHODS = ['supplier-specific', 'spend-based', 'unknown'] as const;
export type CarbonMethod = (typeof CARBON_METHODS)[number];

/** What a service emitted in a month. */
export const MonthCarbon = z.strictObject({
  month: z.string(),
  spend: MoneyTotal,
  /** Null where neither figures of the vendor nor a factor lead to one. */
  tonnes: z.number().nullable(),
  method: z.enum(CARBON_METHODS),
  factor: EmissionFactor.nullable(),
  emissions: VendorEmissions.nullable(),
  /** What spend was converted at to meet the factor or the vendor's revenue. */
  rates: z.array(RateUsed),
});
export type MonthCarbon = z.infer<typeof MonthCarbon>;

/** Emissions of the closed months of the last year, over all engagements. */
export const CarbonTotal = z.strictObject({
  tonnes: z.number(),
  supplierSpecific: z.number(),
  spendBased: z.number(),
  engagements: z.int(),
  /** Months with spend that have no figure: the sum is too low by these. */
  unknownMonths: z.int(),
});
export type CarbonTotal = z.infer<typeof CarbonTotal>;
