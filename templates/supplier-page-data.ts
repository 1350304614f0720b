import type { EmptyStep } from './empty-page-data';
import type { VendorDealings } from '../domain/review/vendor-score-schema';
import type { ActionItemKind } from '../domain/action-item/kinds';
import type { RateUsed } from '../domain/currency/schema';
import type { Level } from '../domain/vendor/concentration';
import type { Chart } from './chart/chart';
import type { FormLink } from './record-form-data';
import type { LeaguePlace } from './score-page-data';
import type { Vendor } from '../domain/vendor/vendor-schema';

/** Parts of a vendor's page that have forms. */
export type VendorPart = 'top' | 'certificates' | 'due-diligence' | 'references' | 'assessments';

type Tone = 'green' | 'amber' | 'red';

export interface VendorRow {
  readonly href: string;
  readonly name: string;
  readonly status: Vendor['status'];
  readonly tier: Vendor['tier'];
  readonly country: string;
  /** USCC, else LEI. */
  readonly identifier: string | null;
  readonly flagged: boolean;
  /** Of the certificate that ends first; null where none is soon to end. */
  readonly daysLeft: number | null;
}

export interface VendorsPage {
  readonly q: string;
  readonly statuses: readonly { readonly word: Vendor['status']; readonly current: boolean }[];
  /** Only those with a certificate that ends within thirty days. */
  readonly expiring: boolean;
  readonly filtered: boolean;
  readonly rows: readonly VendorRow[];
  readonly more: string | null;
  /** Query of the same filter for the export. */
  readonly exportHref: string;
  readonly newHref: string | null;
  readonly importHref: string | null;
  readonly next: readonly EmptyStep[];
}

export interface CertificateLine {
  readonly type: string;
  readonly no: string;
  readonly issuer: string | null;
  readonly validTo: string;
  readonly daysLeft: number;
  readonly tone: Tone;
}

export interface AssessmentView {
  readonly title: string;
  readonly state: 'open' | 'submitted' | 'accepted';
  readonly total: number | null;
  readonly tier: 'low' | 'medium' | 'high' | null;
  readonly tone: Tone;
  readonly validUntil: string | null;
  /** What the reader may do with it now. */
  readonly forms: readonly FormLink[];
}

export interface ShareLine {
  readonly scope: 'vendor' | 'group' | 'country';
  readonly name: string;
  readonly spendBp: number | null;
  readonly criticalBp: number | null;
  readonly level: Level;
}

/** Everything about one vendor on one page. */
export interface VendorRecordPage {
  /** Where the reader may record something, by the part of the page. */
  readonly forms: Readonly<Record<VendorPart, readonly FormLink[]>>;
  readonly vendor: {
    readonly id: string;
    readonly name: string;
    readonly status: Vendor['status'];
    readonly tier: Vendor['tier'];
    readonly country: string;
    readonly uscc: string | null;
    readonly lei: string | null;
    readonly owner: string | null;
    readonly contact: string | null;
    readonly flagged: boolean;
    readonly sample: boolean;
  };
  readonly parent: { readonly name: string; readonly href: string } | null;
  readonly children: readonly { readonly name: string; readonly href: string }[];
  readonly certificates: readonly CertificateLine[];
  readonly dueDiligence: {
    readonly at: string;
    readonly validUntil: string;
    readonly result: string;
    readonly tone: Tone;
    readonly comment: string | null;
  } | null;
  readonly assessments: readonly AssessmentView[];
  readonly references: readonly {
    readonly contact: string;
    readonly engagement: string;
    readonly score: number;
    readonly comment: string | null;
  }[];
  readonly hits: readonly {
    readonly name: string;
    readonly program: string | null;
    readonly status: string;
    readonly tone: Tone;
    readonly reason: string | null;
  }[];
  readonly shares: readonly ShareLine[];
  readonly currency: string;
  /** What amounts of other currencies were converted at, and the currencies that no rate leads from. */
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
  readonly scorecards: readonly {
    readonly href: string;
    readonly title: string;
    readonly score: number | null;
    readonly standing: string;
    readonly milestones: Pick<VendorDealings['milestones'], 'due' | 'onTime' | 'open'>;
    readonly credits: VendorDealings['credits'];
    readonly rating: VendorDealings['rating'];
  }[];
  /** How the score of all engagements together went; null before anything was rated. */
  readonly history: Chart | null;
  /** All engagements together. */
  readonly whole: { readonly score: number | null; readonly standing: string };
  readonly league: readonly LeaguePlace[];
  readonly kpis: readonly {
    readonly name: string;
    readonly unit: string;
    readonly by: string;
    readonly value: number;
    readonly engagements: number;
  }[];
  readonly work: readonly {
    readonly href: string;
    readonly kind: ActionItemKind;
    readonly title: string | null;
    readonly dueAt: number;
    readonly late: 'on-time' | 'soon' | 'overdue';
  }[];
}

export interface VendorImportPage {
  readonly report: {
    readonly dryRun: boolean;
    readonly rows: number;
    readonly inserted: number;
    readonly updated: number;
    readonly unchanged: number;
  } | null;
  readonly faults: readonly { readonly where: string; readonly message: string }[];
}

export interface AssessmentQuestionView {
  readonly key: string;
  readonly text: string;
  readonly type: 'yesno' | 'scale' | 'numeric';
  /** What may be chosen, with `chosen` marked; empty for a number. */
  readonly options: readonly { readonly value: number; readonly chosen: boolean }[];
  readonly value: string;
  readonly note: string;
  /** What is wrong with the answer, in English. */
  readonly fault: string | null;
  readonly noteFault: string | null;
  /** Where the focus goes, in the first question that is wrong. */
  readonly focused: 'answer' | 'note' | null;
}

/** The questionnaire as a vendor answers it behind its link, without an account. */
export interface QuestionnairePage {
  readonly title: string;
  readonly vendor: string;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly state: 'open' | 'submitted' | 'accepted';
  readonly returned: string | null;
  readonly saved: boolean;
  readonly refusal: string | null;
  /** Whether a field has the focus, and so the refusal has not. */
  readonly atField: boolean;
  /** What was typed after somebody else had handed the answers in: it was not taken, and stays to be read. */
  readonly kept: readonly Pick<AssessmentQuestionView, 'text' | 'type' | 'value' | 'note'>[];
  readonly answered: number;
  readonly questions: number;
  readonly categories: readonly { readonly title: string; readonly questions: readonly AssessmentQuestionView[] }[];
}

/** The pages of vendors by name, each within what surrounds every page. */
export interface SupplierPages<P> {
  readonly vendors: P & VendorsPage;
  readonly 'vendor-record': P & VendorRecordPage;
  readonly 'vendor-import': P & VendorImportPage;
  readonly questionnaire: P & QuestionnairePage;
}
