import { bandOf } from '../../domain/risk/exposure';
import type { EngagementParts } from '../engagement-page-data';
import { factsOf } from '../facts';
import { riskMatrix } from '../risk-matrix';

type Say = (zh: string, en: string) => string;
const DAY = 86_400_000;

const RISKS = (say: Say): EngagementParts['risk']['risks'] => [
  {
    type: 'quality',
    cause: say('新员工比例上升', 'More new staff'),
    likelihood: 4,
    impact: 4,
    level: 'red',
    controls: [say('每周抽检', 'Weekly samples')],
    residual: 8,
    owner: say('王磊', 'Lei Wang'),
    reviewAt: '2026-12-31',
    href: '#',
  },
  {
    type: 'legal',
    cause: 'Breach of law or regulation',
    likelihood: 3,
    impact: 3,
    level: 'amber',
    controls: [],
    residual: null,
    owner: null,
    reviewAt: null,
    href: '#',
  },
];

const incidents = (say: Say, now: number): Pick<EngagementParts['risk'], 'incidents' | 'riskForms'> => ({
  riskForms: [
    { form: 'risk', href: '#' },
    { form: 'incident', href: '#' },
  ],
  incidents: [
    {
      type: say('话务录音泄露', 'Recordings of calls leaked'),
      severity: 'major',
      state: 'open',
      detectedAt: now - 2 * DAY,
      personalData: true,
      rootCause: null,
      forms: [
        { form: 'incident', href: '#' },
        { form: 'incident-close', href: '#' },
      ],
    },
    {
      type: say('线路中断', 'Line down'),
      severity: 'minor',
      state: 'closed',
      detectedAt: now - 40 * DAY,
      personalData: false,
      rootCause: say('光缆被挖断。', 'A cable was cut.'),
      forms: [],
    },
  ],
});

export const alarmSamples = (say: Say, now: number): EngagementParts['overview']['alarms'] => [
  {
    id: '0198f0de-0000-7000-8000-0000000000a7',
    rule: 'R3',
    subject: 'answered',
    severity: 'red',
    state: 'open',
    openedAt: now - DAY,
    ackDueAt: now + DAY,
    planDueAt: now + 5 * DAY,
    reopened: 1,
    evidence: factsOf({
      kpi: say('20 秒接通率', 'Answered within 20 seconds'),
      value: 71.5,
      values: [80.5, 78, 75.2, 71.5],
    }),
    comments: [
      {
        at: now - 20 * DAY,
        name: say('王磊', 'Lei Wang'),
        step: 'close',
        text: say('已增派人手', 'More staff on duty'),
      },
      { at: now - DAY, name: null, step: 'reopened', text: '' },
    ],
    steps: ['ack', 'plan'],
    refusal: null,
    exact: null,
    ...{ typed: '', unsaid: false },
  },
];

export const warnings = (say: Say, now: number): EngagementParts['risk'] => ({
  risks: RISKS(say),
  matrix: riskMatrix(RISKS(say), (exposure) => bandOf(exposure)),
  ...incidents(say, now),
});
