import type { Locale } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import { integrationSample } from './integration-page';
import { auditSample } from './audit-page';
import { mailAdminSamples } from './mail-admin';
import type { Say } from './pages';
import { policySamples } from './policy-pages';

type AdminNames =
  'admin' | 'audit' | 'mail-templates' | 'mail-template' | 'integration' | 'policies' | 'policy' | 'policy-editor';
const PARTS = ['policies', 'calendars', 'people', 'integration', 'mail-templates', 'audit', 'exchange-rates'];

/** Pages of the administration. */
export const adminSamples = (
  say: Say,
  { shell, locale }: { readonly shell: Shell; readonly locale: Locale },
): Pick<PageData, AdminNames> => ({
  admin: { shell: { ...shell, nav: 'admin' }, parts: PARTS.map((key) => ({ key, href: '#' })) },
  integration: { shell: { ...shell, nav: 'admin' }, ...integrationSample },
  audit: { shell: { ...shell, nav: 'admin' }, ...auditSample(say) },
  ...mailAdminSamples({ ...shell, nav: 'admin' }, locale),
  ...policySamples(say, { shell, locale }),
});
