import type { ReturnItem } from '../domain/exit/return-schema';
import type { PlanNews } from '../domain/improvement/agenda';
import type { PlanState, PlanTrigger } from '../domain/improvement/words';
import type { KpiDirection } from '../domain/kpi/schema';
import type { IssueNews } from '../domain/issue/agenda';
import type { IssueSeverity, IssueState, Side } from '../domain/issue/words';
import type { MilestoneNews } from '../domain/milestone/agenda';
import type { MilestoneState } from '../domain/milestone/words';
import type { MoneyText } from '../domain/money';
import type { Fact } from './facts';

/** An issue in a mail about it, with what the mail says. */
export interface IssuePart {
  readonly word: IssueNews;
  readonly issue: {
    readonly number: number;
    readonly title: string;
    readonly severity: IssueSeverity;
    readonly state: IssueState;
    /** Null once there is an answer. */
    readonly answerDueAt: number | null;
    readonly resolveDueAt: number;
    /** What was said last, and by which side. */
    readonly said: string;
    readonly by: Side;
  };
}

/** The standing of a service after a period, and the one before. */
export interface StandingPart {
  readonly period: string;
  readonly before: string;
  readonly standing: string;
  readonly score: number | null;
}

/** The new term of a contract. */
export interface RenewedPart {
  readonly from: string;
  readonly until: string;
  readonly noticeDeadline: string;
  /** Renewed by itself, because nobody gave notice in time. */
  readonly tacit: boolean;
}

/** What a mail asks for of a period. */
export interface KpiPart {
  readonly period: string;
  readonly dueAt: number;
  readonly kpis: readonly {
    readonly name: string;
    readonly unit: string;
    readonly target: number;
    readonly direction: KpiDirection;
  }[];
}

/** An improvement plan in a mail about it, with what the mail says. */
export interface ImprovementPart {
  readonly word: PlanNews;
  readonly plan: {
    readonly number: number;
    /** Names of its KPIs, in one line. */
    readonly kpis: string;
    readonly state: PlanState;
    readonly trigger: PlanTrigger;
    readonly due: string;
    /** The measure that the mail is about; null for one about the whole plan. */
    readonly measure: { readonly title: string; readonly due: string } | null;
  };
}

/** The vendor is asked what it thinks of us. */
export interface RatingPart {
  readonly rating: { readonly quarter: string; readonly closesAt: number };
  readonly reminder: boolean;
}

/** A milestone in a mail about it, with what the mail says. */
export interface MilestonePart {
  readonly word: MilestoneNews;
  readonly milestone: {
    readonly number: number;
    readonly title: string;
    readonly state: MilestoneState;
    readonly due: string;
    /** By when it is delivered now; null where nothing is owed. */
    readonly deliverBy: string | null;
    readonly payable: MoneyText | null;
    /** Criteria that were not met, with the reason. */
    readonly missing: readonly { readonly text: string; readonly reason: string }[];
    /** Why it was given up. */
    readonly reason: string | null;
  };
}

/** What is to be given back at the end. */
export interface ReturnsPart {
  readonly effectiveDate: string;
  readonly things: readonly Pick<ReturnItem, 'title' | 'kind' | 'holder' | 'count'>[];
  /** How many more there are. */
  readonly more: number;
}

/** The data of these mails by name, inside what every mail of an engagement starts from. */
export interface ServiceMails<Mail> {
  readonly issue: Mail & IssuePart;
  /** The same to the contact of the vendor. */
  readonly 'vendor-issue': Mail & IssuePart;
  readonly improvement: Mail & ImprovementPart;
  readonly 'vendor-improvement': Mail & ImprovementPart;
  readonly 'vendor-rating': Mail & RatingPart;
  readonly 'vendor-milestone': Mail & MilestonePart;
  readonly 'vendor-returns': Mail & ReturnsPart;
  /** The same to one of our own people, about what the list names them for. */
  readonly 'exit-returns': Mail & ReturnsPart;
}

export interface AlarmPart {
  readonly severity: 'amber' | 'red';
  readonly rule: string;
  readonly subject: string;
  readonly ackDueAt: number;
  readonly planDueAt: number | null;
  /** How often it came back soon after it was closed. */
  readonly reopened: number;
  readonly evidence: readonly Fact[];
}
