/** Kinds of data that may not leave the country without more ado. */
export const DATA_CLASSES = ['personal', 'important'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** How data comes into a country: it is kept there, the vendor works there, or somebody who works for the vendor does. */
export const CARRIERS = ['location', 'vendor', 'subcontractor'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** What allows data to go abroad; each has its words in the locales (`legal-basis.<basis>`). */
export const LEGAL_BASES = [
  'consent',
  'contract-necessity',
  'standard-contract',
  'security-assessment',
  'certification',
  'adequacy',
  'statutory-duty',
] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];
