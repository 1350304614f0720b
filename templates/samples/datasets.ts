import type { DatasetView } from '../exit-part-data';
import type { Say } from './pages';

/** One dataset on its way and one that has arrived. */
export const datasetSamples = (say: Say): readonly DatasetView[] => [
  {
    title: say('通话录音', 'Call recordings'),
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
    certificate: [],
    personalData: false,
    state: 'verified',
    bytes: 1_240_000_000,
    totalBytes: 1_240_000_000,
    rows: 1_204_311,
    files: 0,
    sha256: '9f2c41d07ab3e15c',
    running: null,
  },
];
