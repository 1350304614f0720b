/** What a review workflow is started with; all instants are epoch milliseconds. */
export interface ReviewOrder {
  readonly reviewId: string;
  readonly engagementId: string;
  readonly kind: string;
  readonly period: string;
  readonly inviteAt: number;
  readonly meetingAt: number;
  readonly minutesDueAt: number;
  /** Absent in orders of before approvals were recalled. */
  readonly approvalDueAt?: number;
  readonly missedAt: number;
  /** Absent in orders of before a review kept one timer for all its steps. */
  readonly oneTimer?: boolean;
}
