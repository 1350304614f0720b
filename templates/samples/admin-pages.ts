import type { Locale } from '../../domain/people/people';
import { FIRST_STEPS } from '../../domain/start/first-steps';
import type { PageData, Shell } from '../page-data';
import { integrationSample } from './integration-page';
import { auditSample } from './audit-page';
import { channelSamples } from './channel-pages';
import { mailAdminSamples } from './mail-admin';
import type { Say } from './pages';
import { proposalsSample } from './proposal-page';
import { calendarSamples } from './calendar-pages';
import { peopleSamples } from './people-pages';
import { policySamples } from './policy-pages';
import { statusSample } from './status-page';

type AdminNames =
  | 'admin'
  | 'audit'
  | 'mail-templates'
  | 'mail-template'
  | 'mails'
  | 'mail'
  | 'start'
  | 'status'
  | 'channels'
  | 'proposals'
  | 'channel'
  | 'webhook'
  | 'integration'
  | 'policies'
  | 'policy'
  | 'policy-editor'
  | 'people'
  | 'person'
  | 'absences'
  | 'admin-form'
  | 'calendars'
  | 'calendar';
const PARTS = [
  'start',
  'policies',
  'proposals',
  'duty-rules',
  'calendars',
  'people',
  'channels',
  'integration',
  'mails',
  'mail-templates',
  'audit',
  'status',
  'exchange-rates',
];

/** Pages of the administration. */
export const adminSamples = (
  say: Say,
  { shell, locale }: { readonly shell: Shell; readonly locale: Locale },
): Pick<PageData, AdminNames> => ({
  admin: { shell: { ...shell, nav: 'admin' }, parts: PARTS.map((key) => ({ key, href: '#' })) },
  proposals: { shell: { ...shell, nav: 'admin' }, ...proposalsSample(say) },
  ...channelSamples(say, { ...shell, nav: 'admin' }),
  integration: { shell: { ...shell, nav: 'admin' }, ...integrationSample },
  start: {
    ...{ shell: { ...shell, nav: 'admin' }, missing: ['legal', 'security'], dismissible: true },
    samples: { state: 'loading', done: 3, steps: 8, refusal: null, numbers: '' },
    steps: FIRST_STEPS.map((step, place) => ({ step, done: place === 0 || step === 'calendar', href: '#' })),
  },
  status: { shell: { ...shell, nav: 'admin' }, ...statusSample(say) },
  audit: { shell: { ...shell, nav: 'admin' }, ...auditSample(say) },
  ...mailAdminSamples(say, { shell: { ...shell, nav: 'admin' }, locale }),
  ...policySamples(say, { shell, locale }),
  ...peopleSamples(say, shell),
  ...calendarSamples(say, shell),
});
