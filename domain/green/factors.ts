import type { EmissionFactor, EmissionFactors } from './ledger-schema';

export const EMISSION_FACTORS_KEY = 'emission-factors';

/** Factors depend on country and price level, so that none ships; without one only the vendor's own figures count. */
export const SHIPPED_FACTORS: EmissionFactors = { factors: [] };

/** The factor of a kind of service for a year: the newest that is not younger; null where none is. */
export const factorFor = (
  factors: readonly EmissionFactor[],
  { serviceType, year }: Pick<EmissionFactor, 'serviceType' | 'year'>,
): EmissionFactor | null =>
  factors
    .filter((factor) => factor.serviceType === serviceType && factor.year <= year)
    .reduce<EmissionFactor | null>((best, factor) => (best === null || factor.year > best.year ? factor : best), null);
