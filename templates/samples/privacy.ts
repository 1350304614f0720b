import type { PrivacyOnPage } from '../privacy-page-data';
import type { Say } from './pages';

/** Personal data abroad in two countries, one of them assessed. */
export const privacySample = (say: Say): PrivacyOnPage => ({
  formHref: '#',
  state: 'due',
  crossings: [
    { country: 'SG', by: 'location', name: null, dataClass: 'personal' },
    { country: 'US', by: 'subcontractor', name: 'Delta Cloud', dataClass: 'personal' },
  ],
  unassessed: ['US'],
  assessment: {
    legalBasis: 'standard-contract',
    destinations: ['SG'],
    safeguards: say('传输与存储均加密，境外仅可查看脱敏数据', 'Encrypted in transit and at rest; masked views abroad'),
    reference: say('备案 2026-118', 'Filing 2026-118'),
    documentHref: '#',
    at: Date.UTC(2026, 5, 18, 2),
  },
});
