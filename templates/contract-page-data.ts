import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { FormLink } from './record-form-data';

export interface ClauseView {
  readonly code: string;
  /** `missing` where the contract needs it and nobody of legal has waived it. */
  readonly status: 'present' | 'absent' | 'waived' | 'missing';
  readonly reason: string | null;
  readonly forms: readonly FormLink[];
}

export interface VersionView {
  readonly version: number;
  readonly kind: 'draft' | 'amendment';
  readonly approved: boolean;
  readonly at: number;
  readonly by: string | null;
  /** First day of an amendment. */
  readonly effectiveOn: string | null;
  /** First characters of its hash. */
  readonly fingerprint: string;
}

export interface AmendmentView {
  readonly reason: string;
  readonly effectiveOn: string;
  readonly status: string;
  readonly signedBy: readonly string[];
  readonly href: string | null;
  readonly forms: readonly FormLink[];
}

export interface ChangeView {
  readonly title: string;
  readonly cost: MoneyText;
  readonly days: number;
  readonly cumulativeBp: number | null;
  readonly status: string;
  readonly href: string | null;
}

export interface ObligationView {
  readonly party: string;
  readonly title: string;
  /** A duty of the law, named in the reader's language; null for what the two sides agreed. */
  readonly duty: string | null;
  readonly every: string;
  readonly nextDue: string | null;
  readonly assignee: string;
  readonly forms: readonly FormLink[];
}

export interface SubcontractorView {
  readonly name: string;
  readonly rank: number;
  readonly service: string;
  readonly country: string;
  readonly personalData: boolean;
  readonly active: boolean;
  readonly consent: string;
  /** Works without consent. */
  readonly alarming: boolean;
  readonly forms: readonly FormLink[];
}

export interface DocumentView {
  readonly fileName: string;
  readonly size: number;
  readonly at: number;
  readonly href: string;
}

export interface ContractView {
  readonly start: string | null;
  readonly currentEnd: string | null;
  readonly noticeDeadline: string | null;
  readonly renewal: string | null;
  readonly monthlyFee: MoneyText | null;
  /** Whether nothing is owed for suspended days. */
  readonly feeRests: boolean;
  readonly atRiskBp: number | null;
  readonly version: number;
  /** Only where an authority must hear of the contract before it is signed. */
  readonly report: { readonly signableFrom: string | null } | null;
  readonly missing: number;
  readonly clauses: readonly ClauseView[];
  /** What the kind of service recommends besides. */
  readonly recommended: readonly { readonly names: Bilingual; readonly status: string }[];
  readonly signatures: readonly { readonly party: string; readonly signatory: string; readonly at: number }[];
  readonly versions: readonly VersionView[];
  readonly amendments: readonly AmendmentView[];
  readonly changes: readonly ChangeView[];
  readonly obligations: readonly ObligationView[];
  readonly subcontractors: readonly SubcontractorView[];
  readonly documents: readonly DocumentView[];
}
