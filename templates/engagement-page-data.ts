import type { CreditsView, StandingView } from './score-page-data';
import type { CarbonView } from './carbon-page-data';
import type { OverlapView } from './overlap-page-data';
import type { RecentKpi } from '../domain/kpi/recent';
import type { Relationship } from '../domain/engagement/relationship-schema';
import type { State } from '../domain/engagement/statuses';
import type { ContractView } from './contract-page-data';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { Fact } from './facts';
import type { LinkView } from './engagement-links';
import type { AlarmView, IncidentOnPage, RiskView } from './risk-page-data';
import type { RiskMatrix } from './risk-matrix';
import type { ForecastsView } from './forecast-page-data';
import type { FeedbackView } from './feedback-page-data';
import type { InvoicesView } from './invoice-page-data';
import type { CostView } from './ledger-page-data';
import type { PrivacyOnPage } from './privacy-page-data';
import type { FormLink } from './record-form-data';
import type { RetrospectiveOnPage } from './retrospective-page-data';
import type { EvidenceLink } from './values-page-data';
import type { NeedsView } from './needs-page-data';

export interface CandidateView {
  readonly vendor: string;
  readonly chosen: boolean;
  readonly quoted: boolean;
  readonly tco: MoneyText | null;
  readonly total: number | null;
  readonly rank: number | null;
  readonly quoteOnlyRank: number | null;
  readonly flags: readonly string[];
  readonly forms: readonly FormLink[];
}

export interface KpiView extends RecentKpi {
  /** When its value is owed next; null before service. */
  readonly dueAt: number | null;
  readonly name: string;
  readonly forms: readonly FormLink[];
  readonly unit: string;
  readonly frequency: string;
  readonly source: string;
  readonly weightBp: number;
  readonly target: number;
  readonly period: string | null;
  readonly value: number | null;
  /** What bears it out. */
  readonly files: readonly EvidenceLink[];
  /** Why the newest period has no value. */
  readonly status: 'unavailable' | 'no_activity' | null;
}

/** Where the values of a period are reported. */
export interface ValueFormLink {
  readonly period: string;
  readonly href: string;
}

export interface ScorecardView {
  readonly period: string;
  readonly score: number | null;
  readonly standing: string;
  readonly coverageBp: number | null;
  readonly provisional: boolean;
}

/** What is open between both sides; the page behind it shows all of it. */
export interface FollowUpView {
  readonly href: string;
  readonly openIssues: number;
  readonly lateIssues: number;
  readonly openMilestones: number;
  readonly lateMilestones: number;
}

export interface ReviewView {
  readonly href: string;
  readonly kind: string;
  readonly period: string;
  readonly state: string;
  readonly meetingAt: number;
}

export interface DatasetView {
  readonly title: string;
  readonly certificate: readonly { readonly form: string; readonly href: string }[];
  readonly personalData: boolean;
  readonly state: string;
  readonly bytes: number;
  /** Null until the inventory is known. */
  readonly totalBytes: number | null;
  readonly rows: number;
  readonly files: number;
  readonly sha256: string | null;
  /** What a migration does just now; null while none runs. */
  readonly running: {
    readonly phase: string;
    /** While it reads back. */
    readonly verifiedBytes: number | null;
    readonly bytesPerSecond: number | null;
    /** Until the end of the phase, as far as it can be told. */
    readonly minutes: number | null;
  } | null;
}

export interface SettlementView {
  readonly net: MoneyText;
  readonly payable: MoneyText;
  readonly disputedTotal: MoneyText;
  readonly lines: readonly {
    readonly kind: string;
    /** Adds to the account; false where it takes off. */
    readonly charge: boolean;
    readonly money: MoneyText;
    readonly disputed: boolean;
  }[];
}

export interface ExitTaskView {
  readonly key: string;
  readonly title: Bilingual;
  /** What it waits for: titles of other tasks, or what is still open of its matter. */
  readonly waitsFor: readonly Bilingual[];
  readonly due: string;
  readonly state: 'open' | 'waiver-asked' | 'done' | 'waived';
  readonly assignee: string;
  readonly comment: string | null;
  readonly waiver: { readonly reason: string; readonly askedBy: string } | null;
  readonly closedBy: string | null;
  readonly closedAt: number | null;
}

export interface ExitView {
  readonly cause: string | null;
  readonly effectiveDate: string | null;
  readonly tasks: readonly ExitTaskView[];
  readonly datasets: readonly DatasetView[];
  readonly settlementHref: string;
  readonly settlement: SettlementView | null;
}

export interface EventView {
  readonly at: number;
  readonly actor: string | null;
  readonly onBehalfOf: string | null;
  readonly channel: string;
  readonly type: string;
  readonly facts: readonly Fact[];
}

/** Everything about one engagement on one page, in the order of its life. */
export interface EngagementPage {
  readonly engagement: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly state: State;
    readonly serviceType: string;
    readonly criticality: string;
    readonly health: 'green' | 'amber' | 'red';
    readonly owner: string;
    readonly sponsor: string | null;
    readonly vendor: string | null;
    readonly currency: string;
    readonly createdAt: number;
    readonly sample: boolean;
  };
  readonly links: readonly LinkView[];
  /** What the reader may record. */
  /** The step that the engagement waits for, where the reader may take it. */
  readonly step: FormLink | null;
  readonly forms: readonly FormLink[];
  /** Coming dates, soonest first. */
  readonly dates: readonly { readonly kind: string; readonly at: number }[];
  readonly openGate: { readonly gate: string; readonly href: string } | null;
  /** What to do next, as a key of `next.<key>`. */
  readonly next: string;
  readonly needs: NeedsView;
  readonly candidates: readonly CandidateView[];
  readonly selectionForms: readonly FormLink[];
  /** Whether anything may be said of a candidate. */
  readonly candidateForms: boolean;
  /** Why figures of the selection are not shown yet: an error code. */
  readonly withheld: string | null;
  readonly contract: ContractView | null;
  readonly contractForms: readonly FormLink[];
  /** Null while no data leaves the country. */
  readonly privacy: PrivacyOnPage | null;
  readonly kpis: readonly KpiView[];
  readonly kpiForms: readonly FormLink[];
  readonly valueForms: readonly ValueFormLink[];
  readonly scorecards: readonly ScorecardView[];
  readonly scoreEdges: { readonly low: number; readonly high: number };
  readonly standing: StandingView | null;
  readonly credits: CreditsView | null;
  readonly reviews: readonly ReviewView[];
  readonly followUp: FollowUpView;
  /** How both sides get on; null before service and while nothing is known. */
  readonly relationship: Relationship | null;
  /** Null while nobody has been asked or has said anything. */
  readonly feedback: FeedbackView | null;
  /** Newest year first. */
  readonly retrospectives: readonly RetrospectiveOnPage[];
  /** Null while there is nothing to tell. */
  readonly cost: CostView | null;
  /** Null while there are none and nobody may add one. */
  readonly invoices: InvoicesView | null;
  readonly carbon: CarbonView | null;
  /** Null where nobody speaks for the vendor. */
  readonly overlap: OverlapView | null;
  readonly forecasts: ForecastsView;
  /** Most exposed first. */
  readonly risks: readonly RiskView[];
  readonly matrix: RiskMatrix;
  /** Newest first. */
  readonly incidents: readonly IncidentOnPage[];
  readonly riskForms: readonly FormLink[];
  readonly alarms: readonly AlarmView[];
  readonly exit: ExitView | null;
  readonly events: readonly EventView[];
  /** Address of the earlier part of the timeline. */
  readonly olderEvents: string | null;
}
