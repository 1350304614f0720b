import type { FormLink } from './record-form-data';
import type { KnowledgeView } from '../domain/exit/knowledge-schema';
import type { PartialTermination } from '../domain/exit/partial-schema';
import type { PurgeState } from '../domain/exit/purge-schema';
import type { ReturnItem } from '../domain/exit/return-schema';
import type { SettlementKind } from '../domain/exit/settlement-kinds';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { Chart } from './chart/chart';
import type { ExitTaskView } from './exit-part-data';
import type { TypedOnPage } from './service-page-data';

/** What somebody has just tried to do about one thing of the page; empty where nothing was tried. */
export interface ExitAttempt {
  readonly refusal: string | null;
  readonly text: string;
  readonly state: string;
  readonly worth: string;
}
export const UNTRIED: ExitAttempt = { refusal: null, text: '', state: '', worth: '' };

export interface ReadinessOnPage {
  readonly score: number;
  readonly ready: boolean;
  readonly gauge: Chart;
  readonly parts: readonly {
    readonly part: string;
    readonly points: number;
    readonly most: number;
    readonly evidence: readonly { readonly text: string; readonly at: string | null }[];
  }[];
}

export interface ExitTaskOnPage extends ExitTaskView {
  /** What the reader may do about it now. */
  readonly mayEnd: boolean;
  readonly mayWaive: boolean;
  readonly mayConfirm: boolean;
  /** Whether it may end it or ask to leave it out. */
  readonly mayAct: boolean;
  readonly attempt: ExitAttempt;
}

export interface ReturnOnPage extends Pick<ReturnItem, 'key' | 'kind' | 'title' | 'holder' | 'count' | 'state'> {
  /** What the vendor says of it. */
  readonly declaredAt: number | null;
  readonly declaredNote: string | null;
  readonly evidence: string | null;
  readonly worth: MoneyText | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: number | null;
  readonly mayConfirm: boolean;
  readonly attempt: ExitAttempt;
}

export interface KnowledgeOnPage extends Pick<KnowledgeView, 'id' | 'topic' | 'giver' | 'method' | 'due' | 'state'> {
  readonly receiver: string;
  readonly materials: KnowledgeView['materials'];
  readonly comment: string | null;
  readonly handedOverBy: string | null;
  readonly handedOverAt: number | null;
  readonly answeredAt: number | null;
  readonly changeHref: string | null;
  readonly mayHandOver: boolean;
  readonly mayAnswer: boolean;
  readonly attempt: ExitAttempt;
}

export interface ExitReviewOnPage {
  readonly state: 'unwritten' | 'written' | 'closed';
  readonly summary: string | null;
  readonly score: number | null;
  readonly standing: string;
  readonly met: number;
  readonly measures: number;
  readonly vendorStatus: string | null;
  readonly lessons: readonly string[];
  readonly formHref: string | null;
}

export interface WhatIfTermination {
  readonly noticeOn: string;
  readonly earliestEnd: string;
  readonly inTime: boolean;
  readonly effectiveDate: string;
  readonly exitEnd: string;
  readonly lines: readonly {
    readonly kind: SettlementKind;
    readonly charge: boolean;
    readonly money: MoneyText;
    readonly note: string;
  }[];
  readonly net: MoneyText;
  readonly playbook: readonly { readonly title: Bilingual; readonly due: string }[];
}

export interface WhatIfRenewal {
  readonly currentEnd: string;
  readonly noticeDeadline: string;
  readonly total: MoneyText | null;
  readonly costDelta: MoneyText | null;
}

/** What would follow from an assumption; the form sends nothing but a question. */
export interface WhatIfOnPage {
  readonly action: string;
  readonly currency: string;
  readonly noticeDeadline: string | null;
  readonly currentEnd: string | null;
  readonly terminateOn: string;
  readonly noticeOn: string;
  readonly months: string;
  readonly monthlyFee: string;
  readonly causes: readonly { readonly cause: string; readonly chosen: boolean }[];
  readonly termination: WhatIfTermination | null;
  readonly renewal: WhatIfRenewal | null;
  /** Reviews that would still be held. */
  readonly reviews: readonly { readonly kind: string; readonly period: string; readonly meetingOn: string }[];
  /** In the reader's language. */
  readonly refusal: string | null;
}

/** A part of the service that has left, or is to leave. */
export interface PartOnPage extends Pick<
  PartialTermination,
  'number' | 'status' | 'scope' | 'cause' | 'noticeDate' | 'effectiveDate' | 'version' | 'lapsedBecause'
> {
  readonly feeReduction: MoneyText | null;
  /** By their names. */
  readonly kpis: readonly string[];
  /** The request that decides, or has decided. */
  readonly href: string;
}
export interface PartsOnPage {
  readonly items: readonly PartOnPage[];
  readonly formHref: string | null;
}

export interface CertificateOnPage {
  readonly title: string;
  readonly forms: readonly { readonly form: string; readonly href: string }[];
}

export interface PurgeOnPage {
  readonly state: PurgeState;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly confirmedBy: string | null;
  readonly confirmedAt: number | null;
  readonly endedAt: number | null;
  /** That have gone so far. */
  readonly rows: number;
  readonly certificateHref: string | null;
}

/** What is kept of a closed engagement, and its purge. */
export interface RecordOnPage {
  readonly archive: {
    readonly builtAt: number;
    readonly builtBy: string;
    readonly sha256: string;
    readonly files: number;
    /** Nothing has happened since it was built. */
    readonly current: boolean;
    readonly href: string;
  } | null;
  readonly mayArchive: boolean;
  /** Conditions of a purge that do not hold yet. */
  readonly missing: readonly string[];
  readonly mayAsk: boolean;
  readonly purge: PurgeOnPage | null;
  readonly mayConfirm: boolean;
  readonly mayWithdraw: boolean;
  /** Either of them. */
  readonly maySettle: boolean;
  readonly attempt: ExitAttempt;
}

/** How an engagement is prepared for its end, and how far the end has come. */
export interface ExitPage {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string; readonly state: string };
  readonly cause: string | null;
  readonly effectiveDate: string | null;
  readonly retainUntil: string | null;
  readonly readiness: ReadinessOnPage;
  readonly planHref: string | null;
  /** Where the end of the service is asked for. */
  readonly forms: readonly FormLink[];
  /** Null where none has left and none could be asked for. */
  readonly parts: PartsOnPage | null;
  readonly certificates: readonly CertificateOnPage[];
  readonly tasks: readonly ExitTaskOnPage[];
  readonly returns: {
    readonly items: readonly ReturnOnPage[];
    readonly reviewedAt: number | null;
    readonly formHref: string | null;
  };
  readonly knowledge: { readonly items: readonly KnowledgeOnPage[]; readonly formHref: string | null };
  readonly settlementHref: string;
  /** Null where no service runs that could end or go on. */
  readonly whatIf: WhatIfOnPage | null;
  /** Null before anybody leaves. */
  readonly review: ExitReviewOnPage | null;
  /** Null before the engagement has closed. */
  readonly record: RecordOnPage | null;
  readonly currency: string;
  readonly done: boolean;
  /** Of a form that names nothing on the page. */
  readonly refusal: string | null;
  /** The exact sentence of the refusal of the last form, as programs are told it. */
  readonly exact?: string | null;
  /** What was written about something that is not on the page any more. */
  readonly kept: string;
  /** What is wrong with the form that was refused. */
  readonly typed: Pick<TypedOnPage, 'faults' | 'focus'>;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
}

export interface ExitPages<Page> {
  readonly exit: Page & ExitPage;
}
