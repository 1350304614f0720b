import type { ResidencyRules } from './rules-schema';

export const RESIDENCY_RULES_KEY = 'data-residency-rules';

/** Data is at home where vendors are, and no other country is allowed by itself. */
export const SHIPPED_RESIDENCY_RULES: ResidencyRules = {
  homeCountry: null,
  allowedCountries: { personal: [], important: [] },
  assessmentDays: 10,
};
