import type { Locale } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import { integrationSample } from './integration-page';
import type { Say } from './pages';
import { policySamples } from './policy-pages';

type AdminNames = 'admin' | 'integration' | 'policies' | 'policy' | 'policy-editor';
const PARTS = ['policies', 'calendars', 'people', 'integration', 'exchange-rates'];

/** Pages of the administration. */
export const adminSamples = (
  say: Say,
  { shell, locale }: { readonly shell: Shell; readonly locale: Locale },
): Pick<PageData, AdminNames> => ({
  admin: { shell: { ...shell, nav: 'admin' }, parts: PARTS.map((key) => ({ key, href: '#' })) },
  integration: { shell: { ...shell, nav: 'admin' }, ...integrationSample },
  ...policySamples(say, { shell, locale }),
});
