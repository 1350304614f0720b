import type { Stage } from '../domain/tender/tender';

export interface BidLineField {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly quantity: number;
  readonly unit: string;
  readonly charge: 'oneOff' | 'annual';
  readonly value: string;
  readonly fault: string | null;
  readonly focused: boolean;
}

/** One field of the bid as it was typed, with the word for what is wrong with it. */
export interface BidField {
  readonly name: string;
  readonly value: string;
  readonly fault: string | null;
  /** The first that is wrong: whoever works with a keyboard goes on there. */
  readonly focused: boolean;
}

export interface BidForm {
  readonly lines: readonly BidLineField[];
  readonly oneOff: BidField;
  readonly annual: BidField;
  readonly years: BidField;
  readonly hiddenCosts: readonly (BidField & { readonly key: string })[];
  readonly assumptions: BidField;
  /** The tick that the bid is binding, given with a bid that was refused. */
  readonly confirmed: boolean;
  /** The bid was refused for the want of that tick. */
  readonly unconfirmed: boolean;
  readonly validUntil: BidField;
  /** The deadline has passed: this bid would be marked as late. */
  readonly late: boolean;
}

export interface PublishedAnswer {
  readonly text: string;
  readonly answer: string | null;
  readonly at: number;
  /** Asked by the reader. */
  readonly own: boolean;
}

export interface OwedAnswer {
  readonly id: string;
  readonly text: string;
  readonly lowBid: boolean;
  readonly dueAt: number | null;
  readonly answer: string | null;
  readonly answeredAt: number | null;
  /** An answer that was refused, to be typed no second time. */
  readonly typed: string;
  readonly focused: boolean;
}

/** What an invited vendor sees behind its link. */
export interface VendorPage {
  readonly engagement: { readonly number: string; readonly title: string };
  readonly vendor: string;
  readonly stage: Stage;
  readonly cancelReason: string | null;
  readonly closeAt: number;
  readonly questionsUntil: number;
  readonly currency: string;
  readonly introduction: string | null;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly standing: {
    readonly at: number;
    readonly late: boolean;
    readonly sha256: string;
    readonly id: string;
    /** Items, totals and hidden costs as handed in. */
    readonly oneOff: string;
    readonly annual: string;
  } | null;
  readonly declined: { readonly at: number; readonly reason: string | null } | null;
  readonly items: readonly Omit<BidLineField, 'value' | 'fault' | 'focused' | 'name'>[];
  readonly bid: BidForm | null;
  /** What was typed of a bid that can be handed in no more. */
  readonly kept: readonly { readonly title: string | null; readonly word: string; readonly value: string }[];
  readonly mayWithdraw: boolean;
  readonly mayAsk: boolean;
  /** A question that was refused, to be typed no second time. */
  readonly question: string;
  /** Why no bid comes, from a form that was refused. */
  readonly reason: string;
  readonly answers: readonly PublishedAnswer[];
  readonly owed: readonly OwedAnswer[];
  readonly team: { readonly timeZone: string; readonly from: string; readonly to: string; readonly languages: string };
  readonly done: string | null;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  /** The refusal is about a field, which has the focus. */
  readonly atField: boolean;
  /** Name of the field outside the bid that is wrong and has the focus; of an answer with the id of its question. */
  readonly focus: string | null;
}
