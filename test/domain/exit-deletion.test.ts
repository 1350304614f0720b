import {
  DELETION_CONDITIONS,
  type DeletionCondition,
  type DeletionFacts,
  deletionObjection,
  deletionRequestObjection,
} from '../../domain/exit/deletion';
import { DATASET_EVENTS, DATASET_STATES, type DatasetEvent, datasetObjection } from '../../domain/exit/states';

const DAY = 86_400_000;
const NOW = 100 * DAY;

const open: DeletionFacts = {
  state: 'deletion-requested',
  copyVerified: true,
  settlementApproved: true,
  approverIds: ['ann', 'bo'],
  runnerIds: ['runner', 'requester'],
  acknowledgedAt: NOW - 30 * DAY,
  waitingDays: 30,
  holds: [],
  now: NOW,
};

const missing: Readonly<Record<DeletionCondition, (facts: DeletionFacts) => DeletionFacts>> = {
  verified: (facts) => ({ ...facts, copyVerified: false }),
  acknowledged: (facts) => ({ ...facts, acknowledgedAt: null }),
  settlement: (facts) => ({ ...facts, settlementApproved: false }),
  approvers: (facts) => ({ ...facts, approverIds: ['ann', 'runner'] }),
  waitingPeriod: (facts) => ({ ...facts, waitingDays: 31 }),
  legalHold: (facts) => ({ ...facts, holds: ['lawsuit'] }),
};

test('the deletion gate opens in exactly one of all combinations of its conditions', () => {
  const count = DELETION_CONDITIONS.length;
  const opened: number[] = [];
  for (let mask = 0; mask < 2 ** count; mask += 1) {
    const without = DELETION_CONDITIONS.filter((_, bit) => (mask & (1 << bit)) !== 0);
    const facts = without.reduce((before, name) => missing[name](before), open);
    const named = (deletionObjection(facts)?.errors ?? []).map(({ path }) => path);
    if (named.length === 0) opened.push(mask);
    expect(named).toEqual(expect.arrayContaining([...without]));
  }
  expect(opened).toEqual([0]);
});

test('each condition that is missing alone is named', () => {
  for (const name of DELETION_CONDITIONS) {
    expect(deletionObjection(missing[name](open))).toMatchObject({
      code: 'DELETION_NOT_ALLOWED',
      errors: expect.arrayContaining([expect.objectContaining({ path: name })]),
    });
  }
});

test('a dataset that is called verified is not, where its migration has not passed, and the other way round', () => {
  for (const facts of [
    { ...open, copyVerified: false },
    { ...open, state: 'mismatch' as const },
  ])
    expect(deletionObjection(facts)?.errors?.[0]).toMatchObject({ path: 'verified' });
});

test.each([
  ['one person twice', ['ann', 'ann']],
  ['the runner as the second', ['ann', 'runner']],
  ['the requester as the second', ['ann', 'requester']],
  ['nobody', []],
])('the approval of %s is not two people', (_, approverIds) => {
  expect(deletionObjection({ ...open, approverIds })?.errors).toEqual([expect.objectContaining({ path: 'approvers' })]);
});

test('the waiting period ends to the millisecond, and a waiver of zero days ends it at once', () => {
  const acknowledgedAt = NOW;
  expect(deletionObjection({ ...open, acknowledgedAt, now: NOW + 30 * DAY - 1 })).not.toBeNull();
  expect(deletionObjection({ ...open, acknowledgedAt, now: NOW + 30 * DAY })).toBeNull();
  expect(deletionObjection({ ...open, acknowledgedAt, waitingDays: 0 })).toBeNull();
  expect(deletionObjection({ ...open, acknowledgedAt: null, waitingDays: 0 })?.errors).toEqual([
    expect.objectContaining({ path: 'acknowledged' }),
  ]);
});

test('a deletion may be asked for before its approvers have decided', () => {
  expect(deletionRequestObjection({ ...open, state: 'acknowledged', approverIds: [] })).toBeNull();
  expect(deletionRequestObjection({ ...open, approverIds: [], holds: ['lawsuit'] })?.errors).toHaveLength(1);
});

test('a dataset moves only along its life', () => {
  const events = Object.keys(DATASET_EVENTS) as DatasetEvent[];
  const allowed = DATASET_STATES.map((state) => [
    state,
    events.filter((event) => datasetObjection(state, event) === null),
  ]);
  expect(Object.fromEntries(allowed)).toEqual({
    inventoried: ['migration-started'],
    exporting: ['transferred', 'migration-stopped'],
    verifying: ['transferred', 'verification-passed', 'verification-failed', 'migration-stopped'],
    verified: ['migration-started', 'acknowledged'],
    mismatch: ['migration-started'],
    acknowledged: ['deletion-requested'],
    'deletion-requested': ['deletion-refused', 'deleted'],
    deleted: [],
  });
});
