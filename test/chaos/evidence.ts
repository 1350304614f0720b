import type { Evidence, Op, OpOf, Records } from '../../chaos/evidence';
import type { Delivery } from '../../chaos/mail/sink';

const CALL = {
  client: 1,
  invokeTs: 1_000,
  returnTs: 1_100,
  outcome: 'ok',
  status: 201,
  code: null,
  hasRetryAfter: false,
} as const;

export const start = (some: Partial<OpOf<'start'>> = {}): Op => ({
  ...CALL,
  id: 1,
  op: 'start',
  key: 'k1',
  mark: 'Pay k1',
  requestId: 'r1',
  ...some,
});
export const decide = (some: Partial<OpOf<'decide'>> = {}): Op => ({
  ...CALL,
  id: 2,
  op: 'decide',
  key: 'd1',
  taskId: 't1',
  choice: 'approve',
  via: 'api',
  status: 200,
  ...some,
});
export const value = (some: Partial<OpOf<'value'>> = {}): Op => ({
  ...CALL,
  id: 3,
  op: 'value',
  key: 'v1',
  engagementId: 'e1',
  period: '2026-01',
  value: 97,
  ...some,
});
export const engage = (some: Partial<OpOf<'engage'>> = {}): Op => ({
  ...CALL,
  id: 4,
  op: 'engage',
  key: 'k2',
  mark: 'Serve k2',
  engagementId: 'e1',
  ...some,
});

export const delivery = (some: Partial<Delivery> = {}): Delivery => ({
  at: 1_500,
  to: ['a@example.org'],
  messageId: '<ask>',
  subject: 'Please decide',
  text: '',
  links: ['http://localhost/a/t1.x'],
  confirmed: true,
  ...some,
});

const RESOURCES = { fileHandles: 100, connections: 10, residentMb: 300 };
const MAIL = { address: 'a@example.org', status: 'sent', taskId: null, requestId: 'r1', error: null };
const TASK = { requestId: 'r1', activeAt: 1_000, remindAfterMs: 5_000 };

const RECORDS: Records = {
  requests: [{ id: 'r1', mark: 'Pay k1', status: 'approved', requester: 'u1', closedAt: 2_000 }],
  tasks: [{ ...TASK, id: 't1', assignee: 'u2', status: 'done', decision: 'approve', endedAt: 2_000 }],
  engagements: [{ id: 'e1', mark: 'Serve k2' }],
  trail: [
    { stream: 'request:r1', type: 'request.opened', taskId: null, requestId: 'r1' },
    { stream: 'request:r1', type: 'task.approve', taskId: 't1', requestId: 'r1' },
    { stream: 'request:r1', type: 'request.approved', taskId: null, requestId: 'r1' },
    { stream: 'engagement:e1', type: 'engagement.created', taskId: null, requestId: null },
  ],
  mails: [
    { ...MAIL, key: 'request:r1:approval-request:t1:0', kind: 'approval-request', messageId: '<ask>', taskId: 't1' },
    { ...MAIL, key: 'request:r1:outcome:u1:1', kind: 'outcome', messageId: '<told>' },
  ],
  overdueMails: [],
  values: [{ engagementId: 'e1', period: '2026-01', value: 97, revisions: 1 }],
  brokenChains: [],
};

/** A request that was approved, an engagement with a value, their mails: nothing is wrong with it. */
export const RIGHT: Evidence = {
  ops: [start(), decide(), engage(), value()],
  records: RECORDS,
  processes: [
    { workflowId: 'request-r1', executions: 1, stuck: null },
    { workflowId: 'engagement-e1', executions: 1, stuck: null },
  ],
  differences: [],
  deliveries: [delivery(), delivery({ messageId: '<told>', links: [], at: 2_100 })],
  conduct: { ends: [], leaks: [], defects: [], before: RESOURCES, after: RESOURCES },
  mailSlackMs: 5_000,
  readFrom: 99_000,
  dumpedAt: 100_000,
};

export const withRecords = (some: Partial<Records>): Evidence => ({ ...RIGHT, records: { ...RECORDS, ...some } });
export const { records: RIGHT_RECORDS } = RIGHT;
