import type { CreditsView, StandingView } from './score-page-data';
import type { CarbonView } from './carbon-page-data';
import type { Chart } from './chart/chart';
import type { OverlapView } from './overlap-page-data';
import type { RecentKpi } from '../domain/kpi/recent';
import type { ReviewRhythm } from '../domain/engagement/agenda';
import type { Relationship } from '../domain/engagement/relationship-schema';
import type { State } from '../domain/engagement/statuses';
import type { EventGroup, EventSide } from '../domain/engagement/timeline-schema';
import type { ContractView } from './contract-page-data';
import type { MoneyText } from '../domain/money';
import type { ExitView } from './exit-part-data';
import type { Fact } from './facts';
import type { CourseDrawing } from './course/drawing';
import type { Link } from '../domain/engagement/course';
import type { EngagementPartName, EngagementTab } from './engagement-parts';
import type { AlarmView, IncidentOnPage, RiskView } from './risk-page-data';
import type { RiskMatrix } from './risk-matrix';
import type { ForecastsView } from './forecast-page-data';
import type { FeedbackView } from './feedback-page-data';
import type { InvoicesView } from './invoice-page-data';
import type { CostView } from './ledger-page-data';
import type { PrivacyOnPage } from './privacy-page-data';
import type { FormLink } from './record-form-data';
import type { RetrospectiveOnPage } from './retrospective-page-data';
import type { PlanOnPage } from './service-page-data';
import type { EvidenceLink } from './values-page-data';
import type { NeedsView } from './needs-page-data';
import type { Sheets } from './sheets';

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
  /** From where on alarms are raised. */
  readonly alarms: readonly { readonly level: 'amber' | 'red'; readonly from: number }[];
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

/** An improvement plan in a line; the page that it leads to tells all of it. */
export interface PlanLine extends Pick<PlanOnPage, 'number' | 'state' | 'trigger' | 'due'> {
  readonly href: string;
}

/** Where the service stands; each leads to where more is told. */
export interface GlanceView {
  readonly scorecard: ScorecardView | null;
  readonly term: { readonly currentEnd: string; readonly noticeDeadline: string | null } | null;
  /** Null before the service begins. */
  readonly followUp: FollowUpView | null;
}

export interface EventView {
  readonly at: number;
  readonly actor: string | null;
  readonly onBehalfOf: string | null;
  readonly channel: string;
  readonly type: string;
  readonly facts: readonly Fact[];
}

export interface EventFilterView {
  readonly action: string;
  /** Stays named in the address where all parts stand on one page. */
  readonly part: 'all' | null;
  readonly groups: readonly { readonly word: EventGroup; readonly current: boolean }[];
  readonly sides: readonly { readonly word: EventSide; readonly current: boolean }[];
  /** Address of all entries; null where all are shown. */
  readonly clearHref: string | null;
}

/** What each part of the page of an engagement shows, in the order of its life. */
export interface EngagementParts {
  readonly overview: {
    /** Null while there is nothing to tell. */
    readonly glance: GlanceView | null;
    readonly alarms: readonly AlarmView[];
    /** What the reader may record. */
    readonly forms: readonly FormLink[];
    /** Coming dates, soonest first. */
    readonly dates: readonly { readonly kind: string; readonly at: number }[];
    /** Null where nobody speaks for the vendor. */
    readonly overlap: OverlapView | null;
    /** How both sides get on; null before service and while nothing is known. */
    readonly relationship: Relationship | null;
    readonly events: readonly EventView[];
    /** Address of the earlier part of the timeline. */
    readonly olderEvents: string | null;
    /** What the timeline can be narrowed down to, and is. */
    readonly eventFilter: EventFilterView;
    readonly eventSheets: Sheets;
  };
  readonly needs: { readonly needs: NeedsView };
  readonly selection: {
    readonly candidates: readonly CandidateView[];
    readonly selectionForms: readonly FormLink[];
    /** Why figures of the selection are not shown yet: an error code. */
    readonly withheld: string | null;
  };
  readonly contract: {
    readonly contract: ContractView | null;
    readonly contractForms: readonly FormLink[];
    /** Null while no data leaves the country. */
    readonly privacy: PrivacyOnPage | null;
  };
  readonly delivery: {
    readonly kpis: readonly KpiView[];
    readonly kpiForms: readonly FormLink[];
    readonly valueForms: readonly ValueFormLink[];
    readonly followUp: FollowUpView;
    readonly forecasts: ForecastsView;
    /** Null while nobody has been asked or has said anything. */
    readonly feedback: FeedbackView | null;
    /** Null while there is nothing to tell. */
    readonly cost: CostView | null;
    /** Null while there are none and nobody may add one. */
    readonly invoices: InvoicesView | null;
    readonly carbon: CarbonView | null;
  };
  readonly performance: {
    readonly scorecards: readonly ScorecardView[];
    /** The newest rated period by KPI; null with fewer than three. */
    readonly radar: Chart | null;
    readonly scoreEdges: { readonly low: number; readonly high: number };
    readonly standing: StandingView | null;
    readonly credits: CreditsView | null;
  };
  readonly reviews: {
    readonly rhythm: ReviewRhythm;
    /** Newest first. */
    readonly reviews: readonly ReviewView[];
    readonly rhythmForms: readonly FormLink[];
    /** Newest first. */
    readonly plans: readonly PlanLine[];
    readonly planForms: readonly FormLink[];
    /** Newest year first. */
    readonly retrospectives: readonly RetrospectiveOnPage[];
  };
  readonly risk: {
    /** Most exposed first. */
    readonly risks: readonly RiskView[];
    readonly matrix: RiskMatrix;
    /** Newest first. */
    readonly incidents: readonly IncidentOnPage[];
    readonly riskForms: readonly FormLink[];
  };
  readonly exit: { readonly exit: ExitView | null; readonly datasetForms: readonly FormLink[] };
}

export type EngagementPart = {
  [Name in EngagementPartName]: { readonly name: Name } & EngagementParts[Name];
}[EngagementPartName];

/** What stands above every part of the page of an engagement. */
export interface EngagementHead {
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
  /** Its six links with their gates, for a desk and for a phone. */
  readonly course: Readonly<Record<'wide' | 'narrow', CourseDrawing>>;
  /** The links that it stands at, in a line. */
  readonly present: string;
  /** The step that the engagement waits for, where the reader may take it. */
  readonly step: FormLink | null;
  readonly openGate: { readonly gate: string; readonly href: string } | null;
  /** The link at which there is work now; null while a gate is decided and after the end. */
  readonly work: Link | null;
  /** What to do next, as a key of `next.<key>`. */
  readonly next: string;
}

/** One engagement: its head, and one part of it or all. */
export interface EngagementPage extends EngagementHead {
  readonly tabs: readonly { readonly tab: EngagementTab; readonly href: string; readonly current: boolean }[];
  readonly parts: readonly EngagementPart[];
}
