import type { Locale } from '../domain/people/people';

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
}

export interface MailTemplatePage {
  readonly name: string;
  readonly views: readonly TemplateView[];
}

export interface MailAdminPages<Page> {
  readonly 'mail-templates': Page & MailTemplatesPage;
  readonly 'mail-template': Page & MailTemplatePage;
}
