import { countDifference, differenceOf } from '../../bin/reconcile/differences';

const record = { workflowId: 'engagement-1', status: 'IN_SERVICE', isOpen: true, mayLinger: false };
const process = { workflowId: 'engagement-1', isRunning: true, status: 'RUNNING', stage: 'IN_SERVICE' };
const ended = { isRunning: false, status: 'TERMINATED' };

test.each([
  ['both as they should be', record, process, undefined],
  ['an end that Temporal has forgotten', { ...record, isOpen: false }, undefined, undefined],
  ['an end on both sides', { ...record, isOpen: false }, { ...process, ...ended }, undefined],
  ['a request that cools off', { ...record, isOpen: false, mayLinger: true }, process, undefined],
  ['no record', undefined, process, 'record-missing'],
  ['no process', record, undefined, 'process-missing'],
  ['a process that was terminated', record, { ...process, ...ended }, 'process-ended'],
  ['a process behind a record', { ...record, isOpen: false }, process, 'process-still-running'],
  ['another state', record, { ...process, stage: 'SUSPENDED' }, 'status-differs'],
])('%s', (_case, ofRecord, ofProcess, kind) => {
  expect(differenceOf(ofRecord, ofProcess)?.kind).toBe(kind);
});

test.each([
  [3, 3, undefined],
  [3, 2, 'process-further'],
  [2, 3, 'record-further'],
])('%i steps in the process and %i in the trail', (inProcess, inTrail, kind) => {
  expect(countDifference('engagement-1', inProcess, inTrail)?.kind).toBe(kind);
});
