import { ICON, KEYS, PASSKEYS, STYLE } from '../../api/pages/assets';
import type { Locale } from '../../domain/people/people';
import type { PageName } from '../../templates/page-data';
import type { EngagementTab } from '../../templates/engagement-parts';
import { renderPage } from '../../templates/render';
import { type Assets, pageSamples } from '../../templates/samples/pages';

export { MAIL_NAMES, sampleMail } from '../../templates/samples/mail';

/** Where the product serves what pages need. */
const SERVED: Assets = { styleHref: STYLE.href, iconHref: ICON.href, passkeysHref: PASSKEYS.href, keysHref: KEYS.href };

export const PAGE_NAMES: readonly PageName[] = Object.keys(pageSamples('en', SERVED)) as PageName[];

/** A page with its sample data, which is made anew for each: pages are small and few. */
export const samplePage = (name: PageName, locale: Locale, assets: Assets = SERVED): string =>
  renderPage(name, locale, pageSamples(locale, assets)[name]);

/** One tab of the page of an engagement, whose sample shows them all. */
export function sampleTab(tab: EngagementTab, locale: Locale): string {
  const page = pageSamples(locale, SERVED).engagement;
  return renderPage('engagement', locale, {
    ...page,
    tabs: page.tabs.map((one) => ({ ...one, current: one.tab === tab })),
    parts: page.parts.filter(({ name }) => tab === 'all' || name === tab),
  });
}
