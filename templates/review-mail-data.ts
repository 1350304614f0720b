import type { Side } from '../domain/review/meeting';
import type { ReviewKind } from '../domain/review/pack-schema';

/** Which meeting a mail is about. */
interface ReviewPart {
  readonly kind: ReviewKind;
  readonly period: string;
  readonly meetingAt: number;
}

/** Mails of reviews, on top of what every mail of an engagement says. */
export interface ReviewMails<EngagementMail> {
  /** `moved`: the meeting has another date than before. */
  readonly 'review-invitation': EngagementMail & ReviewPart & { readonly moved: boolean };
  readonly 'review-cancelled': EngagementMail & ReviewPart & { readonly moved: boolean };
  readonly 'review-minutes-due': EngagementMail & ReviewPart & { readonly dueAt: number };
  readonly 'review-minutes': EngagementMail &
    ReviewPart & {
      readonly minutes: string;
      readonly actions: readonly { readonly title: string; readonly due: string }[];
      readonly approvalDueAt: number | null;
      readonly overdue: boolean;
    };
  readonly 'review-objection': EngagementMail & ReviewPart & { readonly side: Side; readonly comment: string };
  readonly 'review-missed': EngagementMail & ReviewPart;
}
