import type { Caller } from '../../bin/demo/http';
import { exitCodeOf, followMigrations, progressLine, verdictLine } from '../../bin/parts/migration-report';

const IDLE = { bytes: 0, totalBytes: 0, verifiedBytes: 0, phase: null, bytesPerSecond: null, remainingSeconds: null };
const dataset = (state: string, more: object = {}) => ({ key: 'crm', state, failure: null, progress: IDLE, ...more });

const answering = (...answers: readonly (readonly object[])[]): Caller => {
  const left = [...answers];
  return (_request, shape) => Promise.resolve(shape.parse({ datasets: left.shift() ?? answers.at(-1) }));
};

async function follow(caller: Caller, key?: string) {
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const datasets = await followMigrations({ caller, engagementId: 'e', key, report, pause: () => Promise.resolve() });
  return { lines, datasets, code: exitCodeOf(datasets) };
}

test('a running migration is followed until its verdict', async () => {
  const sending = {
    ...IDLE,
    phase: 'transfer',
    bytes: 25e6,
    totalBytes: 1e8,
    bytesPerSecond: 5e6,
    remainingSeconds: 15,
  };
  const reading = { ...IDLE, phase: 'verify', bytes: 1e8, totalBytes: 1e8, verifiedBytes: 5e7 };
  const steps = [dataset('exporting', { progress: sending }), dataset('verifying', { progress: reading })];
  const { lines, code } = await follow(answering(...steps.map((step) => [step]), [dataset('verified')]));

  expect(lines).toEqual([
    'crm: transfer 25 MB of 100 MB, 25 %, 5 MB/s, 0:15 left',
    'crm: verify 50 MB of 100 MB, 50 %',
  ]);
  expect(code).toBe(0);
});

test.each([
  [['verified', 'acknowledged', 'deletion-requested', 'deleted'], 0],
  [['verified', 'mismatch'], 1],
  [['verified', 'inventoried'], 2],
] as const)('datasets that are %j end with exit code %d', async (states, code) => {
  expect((await follow(answering(states.map((state) => dataset(state))))).code).toBe(code);
});

test('a migration that stopped is told with its reason and is no success', async () => {
  const { datasets, code } = await follow(answering([dataset('inventoried', { failure: 'The disk is full.' })]));
  expect([code, ...datasets.map(verdictLine)]).toEqual([
    1,
    'crm: inventoried, because the last migration stopped: The disk is full.',
  ]);
});

test('a dataset that does not exist is named', async () => {
  await expect(follow(answering([dataset('verified')]), 'other')).rejects.toThrow('There is no dataset other.');
});

test('hours are written as such', () => {
  const progress = { ...IDLE, phase: 'transfer', bytes: 1, totalBytes: 2, remainingSeconds: 3_725 };
  expect(progressLine({ key: 'a', state: 'exporting', failure: null, progress })).toContain('1:02:05 left');
});
