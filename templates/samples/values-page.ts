import type { KpiEntry, ValueField, ValuesPage } from '../values-page-data';
import { DAY, HOUR, NOW } from './moment';
import type { Say } from './pages';

const field = (name: string, value = '', fault: string | null = null): ValueField => ({ name, value, fault });

/** A KPI of which nothing is typed yet. */
const blank = (key: string): Omit<KpiEntry, 'name' | 'unit' | 'target' | 'direction'> => ({
  key,
  source: 'vendor',
  last: null,
  recorded: null,
  waiting: [],
  contested: false,
  files: { name: `files/${key}`, fault: null, required: false, kept: [] },
  says: { name: `says/${key}`, chosen: 'value' },
  value: field(`value/${key}`),
  inputs: [],
  reason: field(`reason/${key}`),
  evidence: field(`evidence/${key}`),
});

const answered = (say: Say): KpiEntry => ({
  ...blank('answered'),
  name: say('20 秒接通率', 'Answered within 20 seconds'),
  unit: '%',
  target: 90,
  direction: 'maximise',
  last: { period: '2026-09', value: 91.4, status: null },
  recorded: { value: 88.2, status: null, reason: null, by: say('吴敏', 'Min Wu'), at: NOW - DAY },
  waiting: [
    {
      value: 89.1,
      status: null,
      reason: say('补计了 3 日的数据', 'The third was left out'),
      by: say('吴敏', 'Min Wu'),
      at: NOW - HOUR,
    },
  ],
  files: {
    name: 'files/answered',
    fault: 'file-type',
    required: true,
    kept: [
      {
        fileName: say('话务月报.pdf', 'calls-october.pdf'),
        size: 184_300,
        at: NOW - DAY,
        waits: false,
        drop: null,
        href: '#',
      },
      { fileName: say('补记.png', 'third.png'), size: 92_000, at: NOW - HOUR, waits: true, drop: 'drop/1', href: '#' },
    ],
  },
  value: field('value/answered', '88.2'),
  evidence: field('evidence/answered', say('话务系统月报', 'Monthly report of the call system')),
});

const kpisOf = (say: Say): readonly KpiEntry[] => [
  answered(say),
  {
    ...blank('solved'),
    name: say('一次解决率', 'Solved on first contact'),
    unit: '%',
    target: 75,
    direction: 'maximise',
    value: null,
    inputs: [
      { input: 'solved', ...field('input/solved/solved', '812') },
      { input: 'total', ...field('input/solved/total', say('约一千', 'about 1000'), 'number') },
    ],
  },
  {
    ...blank('complaints'),
    name: say('有效投诉', 'Justified complaints'),
    unit: say('件', 'cases'),
    target: 3,
    direction: 'minimise',
    last: { period: '2026-09', value: null, status: 'no_activity' },
    contested: true,
    says: { name: 'says/complaints', chosen: 'unavailable' },
    reason: field('reason/complaints', '', 'reason'),
  },
];

/** Believable data for the form of a period that was refused. */
export const valuesSample = (say: Say): ValuesPage => ({
  side: 'vendor',
  engagement: { id: 'sample', number: 'ENG-0007', title: say('客服热线外包（2027）', 'Customer hotline 2027') },
  period: '2026-10',
  dueAt: NOW + 4 * DAY,
  closed: false,
  reporter: say('远洋客服有限公司', 'Oceanic Care Ltd'),
  kpis: kpisOf(say),
  owed: 2,
  focus: 'files/answered',
  draftSavedAt: NOW - 2 * HOUR,
  mayReport: true,
  done: null,
  refusal: 'VALUES_UNREADABLE',
  action: '#',
  hidden: { name: 'nonce', value: 'sample' },
});
