import { ICON, STYLE } from '../../api/pages/assets';
import type { Locale } from '../../domain/people/people';
import type { MailData, MailName } from '../../templates/mail-data';
import type { PageData, PageName } from '../../templates/page-data';
import { type RenderedMail, renderMail, renderPage } from '../../templates/render';
import { mailSamples } from '../../templates/samples/mails';
import { type Assets, pageSamples } from '../../templates/samples/pages';

/** Where the product serves what pages need. */
const SERVED: Assets = { styleHref: STYLE.href, iconHref: ICON.href };

const keysOf = <T extends object>(samples: T): readonly (keyof T)[] => Object.keys(samples) as (keyof T)[];

export const PAGE_NAMES: readonly PageName[] = keysOf<PageData>(pageSamples('en', SERVED));
export const MAIL_NAMES: readonly MailName[] = keysOf<MailData>(mailSamples('en'));

/** A page with its sample data, which is made anew for each: pages are small and few. */
export const samplePage = (name: PageName, locale: Locale, assets: Assets = SERVED): string =>
  renderPage(name, locale, pageSamples(locale, assets)[name]);

export const sampleMail = (name: MailName, locale: Locale): RenderedMail =>
  renderMail(name, locale, mailSamples(locale)[name]);
