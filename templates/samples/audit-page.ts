import type { AuditPage } from '../audit-page-data';
import { aField } from './a-field';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

/** A trail in which somebody has changed an entry. */
export const auditSample = (say: Say): AuditPage => ({
  heads: [214, 213, 212].map((number, index) => ({
    number,
    day: `2026-11-${30 - index}`,
    at: NOW - index * DAY,
    entries: 48_112 - index * 371,
    streams: 37 - index,
    root: '9f86d081884c',
  })),
  more: false,
  field: aField('head', say('邮件中的链头', 'Head from a mail'), {
    kind: 'text',
    required: false,
    hint: say('选填：您在 Tenure 之外保存的长串文字', 'optional: the long word that you have kept outside Tenure'),
    most: 5_000,
  }),
  verdict: {
    intact: false,
    broken: [
      { stream: 'engagement:018f4c1e-0000-7000-8000-0000000000e1', seq: 42, exportHref: '#', subjectHref: '#' },
      { stream: 'heads', seq: 213, exportHref: null, subjectHref: null },
    ],
    erased: 12,
    withKept: true,
    seconds: 3.4,
  },
  exportHref: '#',
});
