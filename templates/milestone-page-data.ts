import type { Side } from '../domain/issue/words';
import type { MilestoneOutcome, MilestoneState } from '../domain/milestone/words';
import type { MoneyText } from '../domain/money';

/** One delivery of a milestone and what became of it. */
export interface DeliveryOnPage {
  readonly round: number;
  readonly side: Side;
  /** Null for the other side, which shows no people. */
  readonly name: string | null;
  readonly on: string;
  readonly note: string;
  readonly links: readonly string[];
  readonly documents: readonly { readonly name: string; readonly href: string }[];
  readonly outcome: MilestoneOutcome | null;
  readonly decidedAt: number | null;
  /** Null where the reader sees no people of ours. */
  readonly decidedBy: string | null;
  readonly missing: readonly { readonly text: string; readonly reason: string }[];
  readonly comment: string | null;
}

/** A milestone as one of the two sides sees it. */
export interface MilestoneOnPage {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly state: MilestoneState;
  readonly due: string;
  /** A later day than the due one, after a rejection. */
  readonly again: string | null;
  readonly overdue: boolean;
  readonly daysLate: number | null;
  readonly fee: MoneyText | null;
  readonly criteria: readonly {
    /** Counted from 0: names the fields of the form. */
    readonly place: number;
    readonly text: string;
    readonly met: boolean;
    readonly reason: string;
    readonly reasonName: string;
  }[];
  readonly deliveries: readonly DeliveryOnPage[];
  /** Why it was given up. */
  readonly cancelled: string | null;
  /** The request by which its acceptance is being approved; null where the reader is not to know of it. */
  readonly request: string | null;
  readonly mayDeliver: boolean;
  readonly mayJudge: boolean;
  readonly mayCancel: boolean;
  readonly text: string;
  readonly links: string;
  readonly on: string;
  readonly refusal: string | null;
  /** Which of its forms was refused: to judge it is one form, whichever way. */
  readonly refusedAct: 'judge' | 'milestone-deliver' | 'milestone-cancel' | null;
}

/** The milestones of a service on the pages of both sides. */
export interface MilestonesOnPage {
  readonly list: readonly MilestoneOnPage[];
  /** Of those that were due by today; null where none was. */
  readonly punctuality: { readonly due: number; readonly onTime: number; readonly shareBp: number } | null;
  readonly mayPlan: boolean;
  /** In which fees are; null once both have signed, when a fee comes by a change request. */
  readonly feeCurrency: string | null;
}
