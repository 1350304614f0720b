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

/** What the last form held, and what came of it. */
export interface TypedOnPage {
  readonly about: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly refusal: string | null;
  readonly done: string | null;
}

/** The running service as its vendor sees it behind its link. */
export interface ServicePage {
  readonly engagement: { readonly number: string; readonly title: string };
  readonly vendor: string;
  readonly issues: readonly IssueOnPage[];
  readonly mayRaise: boolean;
  readonly typed: TypedOnPage;
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
}

/** The running service as we follow it up. */
export interface FollowUpPage {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
  readonly issues: readonly IssueOnPage[];
  readonly responses: readonly ResponseOnPage[];
  readonly mayEdit: boolean;
  readonly mayRaise: boolean;
  readonly typed: TypedOnPage;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly sides: 'side-us';
}

/** The data of these pages by name, inside what surrounds every page. */
export interface ServicePages<Page> {
  readonly service: Page & ServicePage;
  readonly 'follow-up': Page & FollowUpPage;
}
