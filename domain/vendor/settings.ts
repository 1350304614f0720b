import { type ConcentrationThresholds, DEFAULT_THRESHOLDS } from './concentration';

/** What an organisation sets about its vendors. */
export interface VendorRules {
  /** Where the organisation is at home: a vendor elsewhere works across a border. */
  readonly homeCountries: readonly string[];
  readonly concentration: ConcentrationThresholds;
}

export const SHIPPED_VENDOR_RULES: VendorRules = { homeCountries: ['CN'], concentration: DEFAULT_THRESHOLDS };

export const VENDOR_RULES_KEY = 'vendor-rules';
