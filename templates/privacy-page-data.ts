import type { Carrier, DataClass, LegalBasis } from '../domain/residency/words';

/** Where data leaves the country, on the page of the engagement. */
export interface PrivacyOnPage {
  /** Where it is assessed; null for readers who may not. */
  readonly formHref: string | null;
  readonly state: 'not-needed' | 'due' | 'done';
  readonly crossings: readonly {
    readonly country: string;
    readonly by: Carrier;
    readonly name: string | null;
    readonly dataClass: DataClass;
  }[];
  /** Countries that no assessment speaks of. */
  readonly unassessed: readonly string[];
  readonly assessment: {
    readonly legalBasis: LegalBasis;
    readonly destinations: readonly string[];
    readonly safeguards: string;
    readonly reference: string | null;
    readonly documentHref: string | null;
    readonly at: number | null;
  } | null;
}
