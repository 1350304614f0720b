import type { MilestonesOnPage } from './milestone-page-data';
import type { FormLink } from './record-form-data';
import type { EvidenceLink } from './values-page-data';
import type { FeedbackPages } from './feedback-page-data';
import type { CorrectionAct } from '../domain/kpi/correction';
import type { PlanState, PlanTrigger } from '../domain/improvement/words';
import type { OurPace } from '../domain/delivery/our-pace-schema';
import type { RatingQuestion } from '../domain/rating/words';
import type { IssueSeverity, IssueState, IssueStep, Side } from '../domain/issue/words';

export interface IssueOnPage {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: IssueSeverity;
  readonly state: IssueState;
  readonly assignee: Side;
  readonly openedAt: number;
  /** Null once there is an answer. */
  readonly answerDueAt: number | null;
  /** Null once it is put right. */
  readonly resolveDueAt: number | null;
  readonly overdue: 'answer' | 'resolve' | null;
  readonly remarks: readonly {
    readonly at: number;
    readonly side: Side;
    /** Null for the other side, which shows no people. */
    readonly name: string | null;
    readonly step: IssueStep | 'raise';
    readonly text: string;
  }[];
  /** What the reader may do about it now. */
  readonly offers: readonly IssueStep[];
  /** What was typed when it was refused, and why. */
  readonly text: string;
  readonly refusal: string | null;
}

/** An improvement plan as one of its sides sees it. */
export interface PlanOnPage {
  readonly id: string;
  readonly number: number;
  readonly kpis: string;
  readonly trigger: PlanTrigger;
  readonly state: PlanState;
  readonly due: string;
  readonly rootCause: readonly string[];
  readonly measures: readonly {
    /** Counted from 1. */
    readonly place: number;
    readonly title: string;
    readonly side: Side;
    /** Null for the other side, which shows no people. */
    readonly person: string | null;
    readonly due: string;
    readonly doneAt: number | null;
    readonly progress: readonly { readonly at: number; readonly side: Side; readonly text: string }[];
    /** Whether the reader may say how far it is. */
    readonly mayReport: boolean;
    /** Whether it is what was refused. */
    readonly refused: boolean;
  }[];
  readonly milestones: readonly {
    readonly kpi: string;
    readonly targetValue: number;
    readonly from: string;
    readonly to: string;
    readonly value: number | null;
    readonly state: 'on-target' | 'failing' | null;
  }[];
  /** Why it is to be given up, where somebody asked to. */
  readonly cancelling: string | null;
  readonly mayAgree: boolean;
  readonly mayCancel: boolean;
  /** Whether giving it up is what was refused. */
  readonly cancelRefused: boolean;
  readonly refusal: string | null;
  readonly text: string;
  /** Whether a measure was said to be done. */
  readonly done: boolean;
}

/** A value that waits for a second person. */
export interface CorrectionOnPage {
  readonly id: string;
  readonly kpi: string;
  readonly unit: string;
  readonly period: string;
  readonly kind: 'closed-period' | 'override';
  readonly value: number | null;
  readonly status: 'unavailable' | 'no_activity' | null;
  /** What counts until then; null where nothing does. */
  readonly counted: number | null;
  readonly evidence: string | null;
  /** What has come with it. */
  readonly files: readonly EvidenceLink[];
  readonly reason: string | null;
  readonly side: Side;
  readonly proposedBy: string | null;
  readonly proposedAt: number;
  /** What the reader may do about it. */
  readonly offers: readonly CorrectionAct[];
  readonly text: string;
  readonly refusal: string | null;
}

/** What the vendor is asked about us, with what it has said so far. */
export interface RatingOnPage {
  readonly quarter: string;
  readonly closesAt: number;
  readonly answered: boolean;
  readonly questions: readonly {
    readonly question: RatingQuestion;
    readonly marks: readonly { readonly value: number; readonly chosen: boolean }[];
    readonly comment: string;
    /** Name of the field of the comment. */
    readonly commentName: string;
    /** What is wrong with the mark, in English. */
    readonly fault: string | null;
  }[];
  readonly remark: string;
  readonly refusal: string | null;
}

/** What the last form held, and what came of it. */
export interface TypedOnPage {
  readonly about: string;
  /** Which of its forms was refused, and of several alike which one. */
  readonly act: string;
  readonly place: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact?: string | null;
  /** What is wrong, in English, by the names of the fields. */
  readonly faults: Readonly<Record<string, string>>;
  /** Name of the first field that is wrong; null where the refusal is about none of them. */
  readonly focus: string | null;
  readonly done: string | null;
}

/** The running service as its vendor sees it behind its link. */
export interface ServicePage {
  readonly engagement: { readonly number: string; readonly title: string };
  readonly vendor: string;
  readonly issues: readonly IssueOnPage[];
  readonly milestones: MilestonesOnPage;
  readonly plans: readonly PlanOnPage[];
  /** What the vendor has of ours and has not given back, once it is left. */
  readonly returns: readonly {
    readonly key: string;
    readonly kind: string;
    readonly title: string;
    readonly holder: string;
    readonly count: number;
    /** When it said that it had given it back; null where it has not. */
    readonly declaredAt: number | null;
    readonly note: string | null;
    /** What was typed when it was refused, and why. */
    readonly typed: string;
    readonly refusal: string | null;
  }[];
  /** Null while the vendor is not asked. */
  readonly rating: RatingOnPage | null;
  readonly mayRaise: boolean;
  readonly typed: TypedOnPage;
  /** A form was refused that is not on the page any more, with what was written in it. */
  readonly astray: { readonly kept: readonly string[] } | null;
  /** Words for the two sides as this reader calls them. */
  readonly sides: 'side-vendor';
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
}

/** How long a side takes to answer, in hours of business time. */
export interface ResponseOnPage {
  readonly side: Side;
  readonly n: number;
  readonly meanHours: number | null;
  readonly medianHours: number | null;
  readonly trend: 'faster' | 'steady' | 'slower' | null;
}

/** How both sides talk, and that they do. */
export interface TalkOnPage {
  readonly plan: {
    /** A word, or a number of days. */
    readonly cadence: 'weekly' | 'monthly' | null;
    readonly cadenceDays: number | null;
    readonly channels: readonly string[];
    readonly contacts: readonly {
      readonly name: string;
      readonly side: Side;
      readonly email: string;
      readonly role: string;
    }[];
    readonly escalation: readonly { readonly level: number; readonly name: string; readonly days: number }[];
  };
  /** Nobody has written the plan: it follows from the people of both sides. */
  readonly derived: boolean;
  /** Where the plan is written. */
  readonly forms: readonly FormLink[];
  /** Sides of which it knows nobody. */
  readonly missing: readonly Side[];
  readonly last: { readonly at: number; readonly kind: string } | null;
  /** When the silence becomes an alarm. */
  readonly silentFrom: number | null;
  readonly contacts: readonly {
    readonly on: string;
    readonly channel: string;
    readonly summary: string;
    readonly participants: readonly string[];
  }[];
  readonly channels: readonly string[];
}

/** The running service as we follow it up. */
export interface FollowUpPage {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
  readonly issues: readonly IssueOnPage[];
  readonly milestones: MilestonesOnPage;
  readonly plans: readonly PlanOnPage[];
  /** Where a plan is opened; null for readers who may not. */
  readonly planHref: string | null;
  readonly corrections: readonly CorrectionOnPage[];
  readonly responses: readonly ResponseOnPage[];
  /** How we do in the eyes of the vendor, and by the clock. */
  readonly ourScore: OurPace;
  readonly talk: TalkOnPage;
  readonly mayEdit: boolean;
  readonly mayRaise: boolean;
  readonly typed: TypedOnPage;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly sides: 'side-us';
}

/** The data of these pages by name, inside what surrounds every page. */
export interface ServicePages<Page> extends FeedbackPages<Page> {
  readonly service: Page & ServicePage;
  readonly 'follow-up': Page & FollowUpPage;
}
