import { ICON, KEYS, PASSKEYS, STYLE } from '../../api/pages/assets';
import type { Locale } from '../../domain/people/people';
import type { PageName } from '../../templates/page-data';
import { renderPage } from '../../templates/render';
import { type Assets, pageSamples } from '../../templates/samples/pages';

export { MAIL_NAMES, sampleMail } from '../../templates/samples/mail';

/** Where the product serves what pages need. */
const SERVED: Assets = { styleHref: STYLE.href, iconHref: ICON.href, passkeysHref: PASSKEYS.href, keysHref: KEYS.href };

export const PAGE_NAMES: readonly PageName[] = Object.keys(pageSamples('en', SERVED)) as PageName[];

/** A page with its sample data, which is made anew for each: pages are small and few. */
export const samplePage = (name: PageName, locale: Locale, assets: Assets = SERVED): string =>
  renderPage(name, locale, pageSamples(locale, assets)[name]);
