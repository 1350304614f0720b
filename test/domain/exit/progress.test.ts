import { progressOf } from '../../../domain/exit/progress';

const standing = {
  state: 'running',
  phase: 'transfer',
  bytesPerSecond: 100,
  totalBytes: 1000,
  sentBytes: 250,
  verifiedBytes: 0,
} as const;

test.each([
  ['what is still to be sent', {}, { phase: 'transfer', totalBytes: 1000, remainingSeconds: 8 }],
  ['what is still to be read back', { phase: 'verify', sentBytes: 1000, verifiedBytes: 900 }, { remainingSeconds: 1 }],
  ['nothing while no speed is known', { bytesPerSecond: null }, { remainingSeconds: null }],
  ['nothing when nothing passes', { bytesPerSecond: 0 }, { remainingSeconds: null }],
  ['nothing while it counts', { phase: 'inventory' }, { remainingSeconds: null }],
  ['no time when more was sent than was counted', { sentBytes: 1100 }, { totalBytes: 1100, remainingSeconds: 0 }],
  ['no phase once it has ended', { state: 'mismatch' }, { phase: null, bytesPerSecond: null, remainingSeconds: null }],
  ['all of what was sent once it is verified', { state: 'verified', sentBytes: 900 }, { bytes: 900, totalBytes: 900 }],
] as const)('the remaining time is of %s', (_, change, expected) => {
  expect(progressOf({ ...standing, ...change })).toMatchObject(expected);
});
