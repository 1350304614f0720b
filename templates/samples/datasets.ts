import type { DatasetView, DeletionBars } from '../exit-part-data';
import type { FormLink } from '../record-form-data';
import type { Say } from './pages';

const linked = (...forms: readonly string[]): readonly FormLink[] => forms.map((form) => ({ form, href: '#' }));

/** One dataset on its way and one that has arrived. */
export const datasetSamples = (say: Say): readonly DatasetView[] => [
  {
    title: say('通话录音', 'Call recordings'),
    ...{ forms: linked('canaries', 'deletion-declaration'), missing: [] },
    certificate: [],
    personalData: true,
    state: 'exporting',
    bytes: 62_000_000_000,
    totalBytes: 98_000_000_000,
    rows: 0,
    files: 41_200,
    sha256: null,
    running: { phase: 'transfer', verifiedBytes: null, bytesPerSecond: 48_000_000, minutes: 13 },
  },
  {
    title: say('工单', 'Tickets'),
    forms: linked('dataset-migration', 'dataset-deletion', 'canaries', 'deletion-declaration'),
    missing: ['settlement', 'approvers', 'waitingPeriod', 'legalHold'],
    certificate: [],
    personalData: false,
    state: 'acknowledged',
    bytes: 1_240_000_000,
    totalBytes: 1_240_000_000,
    rows: 1_204_311,
    files: 0,
    sha256: '9f2c41d07ab3e15c',
    running: null,
  },
];

export const deletionBarsSample = (say: Say): DeletionBars => ({
  days: 30,
  proposal: {
    days: 60,
    reason: say('审计要求', 'The audit asks for it'),
    name: say('王磊', 'Lei Wang'),
    forms: linked('waiting-period-confirm'),
  },
  holds: [
    {
      reason: say('劳动争议', 'A dispute with staff'),
      title: say('通话录音', 'Call recordings'),
      forms: linked('legal-hold-lift'),
    },
  ],
});
