/** One mail to one person about one thing; built when it is sent, from what the database says then. */
export interface MailOrder {
  /** Business identity: the same key is the same mail, however often it is tried. */
  readonly key: string;
  readonly kind: MailKind;
  /**
   * A person; for a vendor's mail the invitation, the candidate or the assessment, or in service the vendor, which leads to
   * the contact on file; for a survey the invitation.
   */
  readonly recipientId: string;
  /** Null for mail about a vendor that belongs to no single engagement. */
  readonly engagementId: string | null;
  /** Small facts that the mail shows, such as a period, a date or the id of a review. */
  readonly facts: Readonly<Record<string, string>>;
  /** Epoch milliseconds of business time at which the mail became due. */
  readonly now: number;
}

/** The daily mail to one person that tells of all open tasks at once. */
export interface DigestOrder {
  readonly recipientId: string;
  /** Day in the recipient's time zone: one digest for each. */
  readonly date: string;
  /** Epoch milliseconds of business time. */
  readonly now: number;
}

/** Mails that tell a bidder how the selection ended; their recipient is the candidate, which need not be invited. */
export const AWARD_MAIL_KINDS = ['award-won', 'award-lost'] as const;

/** Mails to the contact of an invited vendor, with the link to its page. */
export const VENDOR_MAIL_KINDS = [
  'tender-invitation',
  'tender-amended',
  'tender-cancelled',
  'tender-reminder',
  'vendor-question',
  'vendor-answer',
  'bid-receipt',
] as const;
export type VendorMailKind = (typeof VENDOR_MAIL_KINDS)[number];

/** Mails to the contact of the vendor of a running service, with the link to the page on which it takes part. */
export const SERVICE_MAIL_KINDS = [
  'vendor-issue',
  'vendor-improvement',
  'vendor-milestone',
  'vendor-rating',
  'vendor-returns',
] as const;
export type ServiceMailKind = (typeof SERVICE_MAIL_KINDS)[number];

/** Mails that ask for the values of a period, of the vendor or of people of ours. */
export const KPI_MAIL_KINDS = ['kpi-request', 'kpi-reminder'] as const;

/** Mails to whoever is invited to a survey, without an account; their recipient is the invitation. */
export const SURVEY_MAIL_KINDS = ['survey'] as const;

/** Mails to whoever speaks for the vendor about the settlement, with the link to the page on which it answers. */
export const SETTLEMENT_MAIL_KINDS = ['vendor-settlement'] as const;

export const MAIL_KINDS = [
  ...VENDOR_MAIL_KINDS,
  ...AWARD_MAIL_KINDS,
  ...SERVICE_MAIL_KINDS,
  ...SURVEY_MAIL_KINDS,
  ...SETTLEMENT_MAIL_KINDS,
  'issue',
  'improvement',
  'tender-asked',
  'tender-opened',
  ...KPI_MAIL_KINDS,
  'review-invitation',
  'review-missed',
  'review-cancelled',
  'review-minutes-due',
  'review-minutes',
  'review-objection',
  'notice-reminder',
  'contract-renewed',
  'contract-expired',
  'standing',
  'alarm',
  'alarm-overdue',
  'exit-task',
  'exit-returns',
  'settlement-approved',
  'engagement-closed',
  'questionnaire',
  'audit-head',
  'template-test',
  'password-link',
  'sign-in-changed',
  'proposal-made',
  'proposal-settled',
  'action-item',
  'action-items',
  'action-item-reminder',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
