import type { CultureBody } from '../tender/schema';
import type { Vendor } from './vendor-schema';

/** What others say of a vendor, one to five points each, on the scale of 0 to 100 that evaluations use. */
export const referenceChecks = (references: Vendor['references']): NonNullable<CultureBody['references']> =>
  references.map(({ contact, score }) => ({ name: contact, score: (score - 1) * 25 }));

/** A candidate's record, with what is kept of its vendor where the tender has checked no references of its own. */
export const withReferences = (culture: CultureBody | null, references: Vendor['references']): CultureBody | null =>
  (culture?.references ?? []).length > 0 || references.length === 0
    ? culture
    : { ...culture, references: referenceChecks(references) };
