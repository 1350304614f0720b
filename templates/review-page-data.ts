import type { Side } from '../domain/review/meeting';
import type { ReviewKind } from '../domain/review/pack-schema';
import type { TypedOnPage } from './service-page-data';
import type { PackDocument, PaperDocument } from './pack/document';

/** Another form of the same pack, by its address. */
export interface PackForm {
  readonly form: string;
  readonly href: string;
}

/** A meeting as both sides see it. */
export interface MeetingView {
  readonly kind: ReviewKind;
  readonly period: string;
  readonly state: string;
  readonly meetingAt: number;
  readonly heldAt: number | null;
  readonly participants: readonly string[];
  readonly minutes: string | null;
  readonly minutesDueAt: number | null;
  readonly approvalDueAt: number | null;
  readonly actions: readonly {
    readonly title: string;
    readonly party: Side;
    readonly owner: string | null;
    readonly due: string;
    /** Of the work that follows from it. */
    readonly state: string;
  }[];
  readonly approvals: readonly { readonly side: Side; readonly done: boolean }[];
  readonly objection: { readonly side: Side; readonly comment: string; readonly at: number } | null;
}

export const REVIEW_OFFERS = ['held', 'minutes', 'actions', 'approve', 'object', 'reschedule', 'cancel'] as const;
export type ReviewOffer = (typeof REVIEW_OFFERS)[number];

/** What was tried and refused, with everything that was typed. */
export interface ReviewAttempt {
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  readonly typed: TypedOnReview & Faulted;
}

export const REVIEW_FIELDS = [
  ...(['participants', 'text', 'title', 'due', 'party', 'ownerId'] as const),
  ...(['comment', 'date', 'time', 'reason'] as const),
];
export type TypedOnReview = Readonly<Record<'act' | (typeof REVIEW_FIELDS)[number], string>>;
type Faulted = Pick<TypedOnPage, 'faults' | 'focus'>;

/** Pages of reviews, inside what surrounds every page. */
export interface ReviewPages<Page> {
  readonly 'review-pack': Page & { readonly pack: PaperDocument; readonly forms: readonly PackForm[] };
  readonly review: Page & {
    readonly engagement: { readonly href: string; readonly number: string; readonly title: string };
    readonly meeting: MeetingView;
    readonly pack: PackDocument | null;
    readonly forms: readonly PackForm[];
    readonly inviteHref: string;
    readonly actionHref: string;
    /** What the reader may do now. */
    readonly offers: Readonly<Record<ReviewOffer, boolean>>;
    readonly people: readonly { readonly id: string; readonly name: string }[];
    readonly refusal: string | null;
    readonly exact: string | null;
    readonly typed: TypedOnReview & Faulted;
    /** What was written in a form that is not on the page any more. */
    readonly kept: string;
  };
  /** Behind a link, without an account. */
  readonly 'review-vendor': Page & {
    readonly engagement: { readonly number: string; readonly title: string };
    readonly vendor: string;
    readonly meeting: MeetingView;
    readonly pack: PackDocument | null;
    readonly action: string;
    readonly hidden: { readonly name: string; readonly value: string };
    readonly mayApprove: boolean;
    readonly mayObject: boolean;
    readonly comment: string;
    readonly typed: Faulted;
    readonly refusal: string | null;
    readonly exact: string | null;
    readonly done: string | null;
  };
}
