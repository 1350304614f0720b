import type { EmptyStep } from './empty-page-data';
import type { MailState, ResendObjection, ResendWay } from '../domain/mail/resend';
import type { Locale } from '../domain/people/people';
import type { FieldOnPage } from './record-form-data';
import type { Sheets } from './sheets';

export interface TemplateRow {
  readonly name: string;
  readonly href: string;
  /** The subject of the sample. */
  readonly subject: string;
}

export interface MailTemplatesPage {
  readonly rows: readonly TemplateRow[];
}

/** A mail in one language: its HTML part stands at an address of its own. */
export interface TemplateView {
  readonly locale: Locale;
  readonly subject: string;
  readonly text: string;
  readonly href: string;
  /** Makes a repeated press of one form one mail. */
  readonly testId: string;
}

export interface MailTemplatePage {
  readonly name: string;
  readonly views: readonly TemplateView[];
  /** Where a test is asked for; null for those who may not. */
  readonly action: string | null;
  /** The address to which a test is on its way. */
  readonly sentTo: string | null;
}

export interface MailRow {
  readonly href: string;
  readonly kind: string;
  readonly state: MailState;
  /** The colour of its chip. */
  readonly tone: string;
  readonly to: string;
  /** Null before it was written, and for reminders that a digest tells of. */
  readonly subject: string | null;
  readonly engagement: string | null;
  readonly error: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface MailLogPage {
  readonly fields: readonly FieldOnPage[];
  readonly rows: readonly MailRow[];
  readonly filtered: boolean;
  readonly next: readonly EmptyStep[];
  readonly nextHref: string | null;
  readonly sheets: Sheets;
}

export interface MailPage extends MailRow {
  readonly key: string;
  readonly address: string | null;
  readonly messageId: string | null;
  readonly attempts: number;
  readonly sentAt: number | null;
  readonly about: { readonly href: string; readonly text: string } | null;
  readonly templateHref: string | null;
  /** How it can be sent again; null where `objection` says why not. */
  readonly way: ResendWay | null;
  readonly objection: ResendObjection | null;
  readonly copies: number;
  /** Null for readers who may not send it. */
  readonly action: string | null;
  readonly done: boolean;
  readonly refusal: string | null;
}

export interface MailAdminPages<Page> {
  readonly mails: Page & MailLogPage;
  readonly mail: Page & MailPage;
  readonly 'mail-templates': Page & MailTemplatesPage;
  readonly 'mail-template': Page & MailTemplatePage;
}
