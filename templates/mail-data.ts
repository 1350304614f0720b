import type { ActionItemKind } from '../domain/action-item/kinds';
import type { RequestStatus, RunStatus } from '../domain/approval/words';
import type { Termination } from '../domain/engagement/schema';
import type { Gate } from '../domain/engagement/statuses';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { Role } from '../domain/people/people';
import type { Fact } from './facts';
import type { Titled } from './request-title';
import type { ProposalMails } from './proposal-page-data';
import type { SurveyPart } from './feedback-page-data';
import type { ReviewMails } from './review-mail-data';
import type { AlarmPart, KpiPart, RenewedPart, ServiceMails, StandingPart } from './service-mail-data';
import type { SettlementPart, SettlementSums } from './settlement-data';

/** What every mail knows: its one reader and the one address that it leads to. Absent values are null. */
interface Mail {
  readonly to: { readonly name: string; readonly timeZone: string };
  /** Absolute address of the page that shows what this mail is about; empty for a bidder that has none. */
  readonly url: string;
}

export interface EngagementRef {
  readonly number: string;
  readonly title: string;
}

export interface RequestFacts extends Titled {
  /** Name of the person who asks. */
  readonly requester: string;
  /** Title of the policy. */
  readonly policy: string;
  readonly engagement: EngagementRef | null;
  readonly amount: MoneyText | null;
  readonly round: number;
  readonly facts: readonly Fact[];
  /** How many more the pages show: a mail has room for the first ones only, and says so. */
  readonly factsLeftOut: number;
}

interface ItemMail extends Mail {
  readonly item: {
    readonly kind: ActionItemKind;
    /** What people call it; null where the kind says all. */
    readonly title: string | null;
    readonly dueAt: number;
    /** The day of it where the reader is. */
    readonly dueOn: string;
    /** The last thing said about it: a result that was handed in, a reason why it came back. */
    readonly comment: string | null;
    readonly waiverReason: string | null;
  };
  readonly part: ItemPart;
  /** The engagement, or the vendor where it belongs to none. */
  readonly about: string;
}

/** What the reader of a mail is to do with an item of work. */
export type ItemPart = 'assignee' | 'approver' | 'second-person' | 'informed';

interface RequestMail extends Mail {
  readonly request: RequestFacts;
}

interface TaskMail extends RequestMail {
  readonly step: string;
  readonly dueAt: number | null;
  /** Name of the absent person for whom the reader acts. */
  readonly onBehalfOf: string | null;
  /** What the person who handed the task on wrote. */
  readonly note: string | null;
  /** Code of why the reader is asked in place of somebody else; null where the policy names the reader. */
  readonly why: string | null;
  /** Whether the decision asks for a one-time code or sign-in as well. */
  readonly needsCode: boolean;
  /** When the link in this mail stops acting. */
  readonly linkUntil: number;
}

interface Decided {
  /** Status of the decided task. */
  readonly decision: string;
  readonly comment: string | null;
  readonly at: number;
}

/** An administrator has settled a reported decision of `person`. */
interface Settled extends RequestMail {
  readonly by: string;
  readonly person: string;
  readonly comment: string | null;
}

interface EngagementMail extends Mail {
  readonly engagement: EngagementRef;
  /** Name of the vendor, once one is chosen. */
  readonly vendor: string | null;
}

/** Goes to the contact of a vendor; `url` leads to the vendor's own page. */
interface TenderMail extends EngagementMail {
  readonly closeAt: number;
  readonly questionsUntil: number;
}

export type RequestEnd = 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'terminated';

type KpiMail = EngagementMail & KpiPart;

export interface AuditHeadPart {
  readonly number: number;
  readonly day: string;
  readonly entries: number;
  readonly streams: number;
  readonly word: string;
}

/** The data of each mail by its name. */
export interface MailData extends ReviewMails<EngagementMail>, ServiceMails<EngagementMail>, ProposalMails<Mail> {
  readonly 'approval-request': TaskMail;
  readonly reminder: TaskMail & { readonly overdue: boolean };
  /** `url` leads to the inbox, each line to the page where its task is decided. */
  readonly digest: Mail & {
    readonly date: string;
    readonly tasks: readonly {
      readonly title: string;
      readonly requester: string;
      readonly dueAt: number | null;
      readonly overdue: boolean;
      readonly url: string;
    }[];
  };
  /** Goes to the manager or the administrator; `assignee` is who has not decided. */
  readonly escalation: TaskMail & { readonly assignee: string };
  /** `reason` is a reason code; `by` names who decided instead. */
  readonly 'no-longer-needed': RequestMail & { readonly reason: string; readonly by: string | null };
  readonly outcome: RequestMail & {
    readonly status: RequestEnd;
    readonly by: string | null;
    readonly comment: string | null;
    readonly at: number;
  };
  readonly returned: RequestMail & { readonly by: string; readonly comment: string; readonly toStart: boolean };
  /** `status` is null while the request is still being decided. */
  readonly cc: RequestMail & {
    readonly status: RequestEnd | null;
    /** Steps that have ended, in the order of the path. */
    readonly steps: readonly { readonly title: string; readonly status: RunStatus }[];
  };
  /** `by` wrote a comment that names the reader. */
  readonly mention: RequestMail & { readonly by: string; readonly comment: string };
  readonly code: Mail & { readonly code: string; readonly minutes: number; readonly requestTitle: string };
  /** `asker` holds the task and decides once the opinion is there. */
  readonly 'opinion-request': TaskMail & { readonly asker: string };
  /** Everybody whom the reader asked has answered. */
  readonly answered: TaskMail;
  /** The reader is away; `substitute` acts meanwhile. */
  readonly substituted: TaskMail & { readonly substitute: string };
  readonly 'new-link': TaskMail;
  /** What was recorded in the reader's name; `url` leads to where they say that it was not them. */
  readonly decided: RequestMail & Decided;
  /** All have agreed, and the approval takes effect at `until`; `approved`: the reader approved, and `url` is where they say that it was not them. */
  readonly 'cooling-off': RequestMail & { readonly until: number; readonly approved: boolean };
  /** `reporter` says that the decision of `person` was not theirs. */
  readonly frozen: RequestMail & Decided & { readonly person: string; readonly reporter: string };
  readonly 'decision-confirmed': Settled;
  readonly 'decision-annulled': Settled;
  readonly 'link-locked': Mail & { readonly requestTitle: string; readonly tries: number; readonly minutes: number };
  /** Goes to administrators; `person` says that the decision was not theirs. */
  readonly 'decision-reported': RequestMail & Decided & { readonly person: string; readonly status: RequestStatus };
  readonly 'kpi-request': KpiMail;
  readonly 'kpi-reminder': KpiMail & { readonly overdue: boolean };
  readonly standing: EngagementMail & StandingPart;
  readonly 'notice-reminder': EngagementMail & {
    readonly noticeDeadline: string;
    readonly currentEnd: string;
    readonly daysLeft: number;
    readonly renewal: 'none' | 'express' | 'tacit';
  };
  readonly 'contract-renewed': EngagementMail & RenewedPart;
  readonly 'contract-expired': EngagementMail & { readonly endedOn: string };
  readonly alarm: EngagementMail & AlarmPart;
  /** Nobody has acknowledged the alarm, or planned against it, by `dueAt`. */
  readonly 'alarm-overdue': EngagementMail & AlarmPart & { readonly missing: 'ack' | 'plan'; readonly dueAt: number };
  readonly 'exit-task': EngagementMail & {
    /** Title of the playbook's task. */
    readonly task: Bilingual;
    /** Why it is written: the task is new, its day is near or here, or it is late. */
    readonly word: 'given' | 'reminder' | 'due' | 'overdue';
    readonly dueOn: string;
    readonly cause: Termination['cause'];
    readonly effectiveDate: string;
  };
  readonly 'tender-invitation': TenderMail & {
    readonly introduction: string | null;
    readonly items: readonly string[];
  };
  readonly 'tender-amended': TenderMail & { readonly items: readonly string[] };
  readonly 'tender-cancelled': TenderMail & { readonly reason: string };
  readonly 'tender-reminder': TenderMail;
  readonly 'vendor-question': TenderMail & {
    readonly question: string;
    readonly dueAt: number | null;
    /** The question is how so low a bid is possible; without an answer there is no award. */
    readonly lowBid: boolean;
  };
  readonly 'vendor-answer': TenderMail & { readonly question: string; readonly answer: string };
  readonly 'bid-receipt': TenderMail & { readonly at: number; readonly late: boolean; readonly sha256: string };
  /** Goes to a bidder; `url` is empty where it has no page, `rank` null where places are not told. */
  readonly 'award-won': EngagementMail & { readonly rank: number | null };
  readonly 'award-lost': EngagementMail & { readonly rank: number | null };
  /** Goes to the contact of a vendor; `until` is the last day on which the link opens. */
  readonly questionnaire: Mail & { readonly vendor: string; readonly title: string; readonly until: string };
  /** Goes to auditors; `word` is the signed head itself, the counts those that it holds. */
  readonly 'audit-head': Mail & AuditHeadPart;
  readonly 'password-link': Mail & { readonly minutes: number };
  /** `change` is a word of `sign-in-change`. */
  readonly 'sign-in-changed': Mail & { readonly change: string; readonly at: number };
  /** Goes to ours: a vendor has asked. */
  readonly 'tender-asked': EngagementMail & { readonly question: string };
  readonly 'tender-opened': EngagementMail & { readonly bids: number; readonly invited: number };
  /** Goes to somebody who is asked for an answer, without an account. */
  readonly survey: EngagementMail & SurveyPart;
  readonly 'settlement-approved': EngagementMail & SettlementSums;
  /** Goes to whoever speaks for the vendor. */
  readonly 'vendor-settlement': EngagementMail & SettlementPart;
  readonly 'engagement-closed': EngagementMail & { readonly closedAt: number; readonly gates: readonly Gate[] };
  readonly 'action-item': ItemMail;
  /** All the new work that one event brings for one person. */
  readonly 'action-items': Mail & {
    readonly about: string;
    readonly tasks: readonly (Pick<ItemMail['item'], 'kind' | 'title' | 'dueAt'> & { readonly url: string })[];
  };
  readonly 'action-item-reminder': ItemMail & { readonly overdue: boolean };
  readonly welcome: Mail & { readonly inviter: string; readonly roles: readonly Role[] };
}

export type MailName = keyof MailData;
