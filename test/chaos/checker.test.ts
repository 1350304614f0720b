import { check } from '../../chaos/checker';
import type { Evidence, Invariant } from '../../chaos/evidence';
import { decide, delivery, engage, RIGHT, RIGHT_RECORDS, start, value, withRecords } from './evidence';

const { requests, tasks, trail, mails, values, engagements } = RIGHT_RECORDS;
const [request, task] = [requests[0]!, tasks[0]!];
const [ask, told] = [mails[0]!, mails[1]!];
const withOps = (...ops: Evidence['ops']): Evidence => ({ ...RIGHT, ops });
const others = RIGHT.ops.slice(1);
const waiting = { ...task, status: 'active', decision: null, endedAt: null };
const open = {
  requests: [{ ...request, status: 'pending', closedAt: null }],
  tasks: [waiting],
  trail: [trail[0]!, trail[3]!],
};
const undecided = { ...withRecords(open), ops: [start(), engage(), value()] };

test('a history in which nothing went wrong has no violation', () => {
  expect(check(RIGHT)).toEqual([]);
});

test.each<[string, Evidence]>([
  [
    'a start whose outcome is in doubt has happened',
    withOps(start({ outcome: 'info', requestId: null, status: null }), ...others),
  ],
  [
    'a start whose outcome is in doubt has not happened',
    {
      ...RIGHT,
      ops: [...RIGHT.ops, start({ key: 'k9', mark: 'Pay k9', outcome: 'info', requestId: null, status: null })],
    },
  ],
  ['a start was repeated under its key and answered the same', { ...RIGHT, ops: [start(), ...RIGHT.ops] }],
  [
    'a start was refused and has left nothing',
    {
      ...RIGHT,
      ops: [...RIGHT.ops, start({ key: 'k9', mark: 'Pay k9', outcome: 'fail', requestId: null, status: 422 })],
    },
  ],
  [
    'the decision of another person came too late',
    { ...RIGHT, ops: [...RIGHT.ops, decide({ choice: 'reject', outcome: 'fail', status: 409 })] },
  ],
  [
    'a mail came twice with one Message-ID',
    { ...RIGHT, deliveries: [delivery({ confirmed: false }), ...RIGHT.deliveries] },
  ],
  [
    'a mail arrived that was made after its rows had been read',
    { ...RIGHT, deliveries: [...RIGHT.deliveries, delivery({ messageId: '<since>', at: RIGHT.readFrom })] },
  ],
  [
    'somebody still has to decide and was asked to',
    { ...undecided, records: { ...undecided.records, mails: [ask] }, deliveries: [delivery()], dumpedAt: 10_000 },
  ],
  [
    'an answer of 503 says when to come again',
    { ...RIGHT, ops: [...RIGHT.ops, decide({ outcome: 'info', status: 503, hasRetryAfter: true })] },
  ],
  ['a value was reported twice', { ...RIGHT, ops: [...RIGHT.ops, value({ id: 9, key: 'v2' })] }],
])('%s: no violation', (_what, evidence) => {
  expect(check(evidence)).toEqual([]);
});

test.each<[Invariant, string, Evidence]>([
  [
    'I1',
    'a start that was answered is nowhere',
    { ...withOps(...RIGHT.ops, start({ key: 'k9', mark: 'Pay k9', requestId: 'r9' })) },
  ],
  ['I1', 'one key made two', withRecords({ requests: [request, { ...request, id: 'r2' }] })],
  ['I1', 'a repetition was answered with another id', withOps(...RIGHT.ops, start({ requestId: 'r2' }))],
  ['I1', 'what was refused exists', withOps(start({ outcome: 'fail', status: 422, requestId: null }), ...others)],
  ['I1', 'a row has no process', { ...RIGHT, processes: RIGHT.processes.slice(1) }],
  [
    'I1',
    'a row has two processes',
    { ...RIGHT, processes: [{ ...RIGHT.processes[0]!, executions: 2 }, RIGHT.processes[1]!] },
  ],
  ['I1', 'the opening is missing in the trail', withRecords({ trail: trail.slice(1) })],
  ['I1', 'an engagement is missing', withRecords({ engagements: [], values })],
  [
    'I1',
    'something exists that nobody asked for',
    withRecords({ engagements: [...engagements, { id: 'e7', mark: 'Serve k7' }] }),
  ],
  ['I2', 'a decision that was answered is lost', withRecords({ tasks: [{ ...task, decision: null }] })],
  ['I2', 'a decision is recorded as another one', withRecords({ tasks: [{ ...task, decision: 'reject' }] })],
  ['I2', 'a decision is recorded that nobody sent', withOps(start(), engage(), value())],
  ['I3', 'two opposite decisions were both answered with success', withOps(...RIGHT.ops, decide({ choice: 'reject' }))],
  ['I3', 'a decision stands twice in the trail', withRecords({ trail: [...trail, trail[1]!] })],
  [
    'I3',
    'a decision is missing in the trail',
    withRecords({ trail: trail.filter(({ type }) => type !== 'task.approve') }),
  ],
  ['I3', 'record and process differ', { ...RIGHT, differences: ['status-differs request-r1'] }],
  ['I4', 'a mail is noted as sent and never arrived', { ...RIGHT, deliveries: RIGHT.deliveries.slice(1) }],
  [
    'I4',
    'a mail is noted as sent and was never confirmed',
    { ...RIGHT, deliveries: [delivery({ confirmed: false }), RIGHT.deliveries[1]!] },
  ],
  [
    'I4',
    'a copy has another Message-ID',
    { ...RIGHT, deliveries: [...RIGHT.deliveries, delivery({ messageId: '<other>' })] },
  ],
  [
    'I4',
    'a copy has another link',
    { ...RIGHT, deliveries: [...RIGHT.deliveries, delivery({ links: ['http://localhost/a/t1.y'] })] },
  ],
  [
    'I4',
    'nobody was asked to decide',
    { ...undecided, records: { ...undecided.records, mails: [] }, deliveries: [], dumpedAt: 10_000 },
  ],
  ['I4', 'nobody was told the outcome', { ...withRecords({ mails: [ask] }), deliveries: [delivery()] }],
  [
    'I5',
    'a reminder came too early',
    {
      ...withRecords({ mails: [ask, told, { ...ask, kind: 'reminder', key: 'r', messageId: '<r>' }] }),
      deliveries: [...RIGHT.deliveries, delivery({ messageId: '<r>', at: 1_900 })],
    },
  ],
  [
    'I5',
    'a reminder came after the end of its task',
    {
      ...withRecords({ mails: [ask, told, { ...ask, kind: 'reminder', key: 'r', messageId: '<r>' }] }),
      deliveries: [...RIGHT.deliveries, delivery({ messageId: '<r>', at: 8_000 })],
    },
  ],
  ['I5', 'a reminder never came', { ...undecided, records: { ...undecided.records, mails: [ask, told] } }],
  ['I6', 'the chain is broken', withRecords({ brokenChains: ['request:r1'] })],
  [
    'I6',
    'the trail does not know of the end',
    withRecords({ trail: trail.filter(({ type }) => type !== 'request.approved') }),
  ],
  ['I6', 'the trail knows two ends', withRecords({ trail: [...trail, { ...trail[2]!, type: 'request.rejected' }] })],
  ['I7', 'a value is lost', withRecords({ values: [] })],
  ['I7', 'a value is another one', withRecords({ values: [{ ...values[0]!, value: 1 }] })],
  ['I7', 'a value counts twice', withRecords({ values: [{ ...values[0]!, revisions: 2 }] })],
  ['I7', 'a value was never reported', withOps(start(), decide(), engage())],
  [
    'I10',
    'a workflow is stuck',
    { ...RIGHT, processes: [RIGHT.processes[0]!, { ...RIGHT.processes[1]!, stuck: 'its task fails' }] },
  ],
  ['I10', 'an ordered mail does not go out', withRecords({ overdueMails: ['m1'] })],
  [
    'I10',
    'a mail still waits',
    withRecords({ mails: [...mails, { ...told, key: 'late', messageId: '<late>', status: 'waiting' }] }),
  ],
  ['I10', 'a request waits for nobody', withRecords({ ...open, tasks: [] })],
  ['I11', 'a defect was answered', withOps(...RIGHT.ops, decide({ outcome: 'info', status: 500 }))],
  [
    'I11',
    'an answer of 503 does not say when to come again',
    withOps(...RIGHT.ops, decide({ outcome: 'info', status: 503 })),
  ],
  ['I11', 'a part ended by itself', { ...RIGHT, conduct: { ...RIGHT.conduct, ends: ['worker-1: code 1'] } }],
  ['I11', 'a secret stands in a log', { ...RIGHT, conduct: { ...RIGHT.conduct, leaks: ['api.log:3'] } }],
  [
    'I12',
    'connections are not given back',
    { ...RIGHT, conduct: { ...RIGHT.conduct, after: { ...RIGHT.conduct.after, connections: 30 } } },
  ],
])('%s is violated: %s', (invariant, _what, evidence) => {
  expect(check(evidence).map((violation) => violation.invariant)).toContain(invariant);
});
