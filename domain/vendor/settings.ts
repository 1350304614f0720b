import { type ConcentrationThresholds, DEFAULT_THRESHOLDS } from './concentration';

/** What an organisation sets about its vendors. */
export interface VendorRules {
  /** Where the organisation is at home: a vendor elsewhere works across a border. Empty while nobody has said so. */
  readonly homeCountries: readonly string[];
  readonly concentration: ConcentrationThresholds;
}

export const SHIPPED_VENDOR_RULES: VendorRules = { homeCountries: [], concentration: DEFAULT_THRESHOLDS };

/** Whoever has not said where they are at home has no border that a vendor could work across. */
export const isAcrossBorder = (homeCountries: readonly string[], country: string): boolean =>
  homeCountries.length > 0 && !homeCountries.includes(country);

export const VENDOR_RULES_KEY = 'vendor-rules';
