import { randomUUID } from 'node:crypto';
import { temporal as proto } from '@temporalio/proto';
import { v7 as uuidv7 } from 'uuid';
import { auditTrail } from '../../db/read/audit';
import { requestStream } from '../../db/stores/audit';
import { listMail } from '../../db/stores/mail-log';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk, RequestDesk } from './approval-desk';
import { EngagementDesk } from './engagement-desk';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  for (const name of ['A', 'B', 'R']) await desk.hire(name);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const mailsOf = async (id: string): Promise<string[]> =>
  (await listMail(database.db, { after: null, limit: 200 }))
    .filter((mail) => mail.request_id === id)
    .map(({ kind, recipient_id: to }) => `${kind} ${to ?? ''}`)
    .sort();
const trailOf = async (id: string): Promise<string[]> =>
  (await auditTrail(database.db, requestStream(id), { after: 0, limit: 100 })).map(({ type }) => type);

type Done = (history: proto.api.history.v1.IHistoryEvent) => boolean;

/**
 * As an operator does with `temporal workflow reset`: back to the first thing that the process did, or to the last before
 * something. What people did is said again: without it the process would lag behind its records.
 */
async function reset(workflowId: string, before: Done = () => false): Promise<void> {
  const { events = [] } = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
  const tasks = (events ?? []).filter(({ workflowTaskCompletedEventAttributes: done }) => done);
  const until = (events ?? []).findIndex(before);
  const task = until < 0 ? tasks[0] : tasks.filter((event) => (events ?? []).indexOf(event) < until).at(-1);
  if (!task?.eventId) throw new Error('nothing was done before');
  await temporal.connection.workflowService.resetWorkflowExecution({
    ...{ namespace: temporal.namespace, workflowExecution: { workflowId }, reason: 'test' },
    ...{ workflowTaskFinishEventId: task.eventId, requestId: randomUUID() },
    resetReapplyType: proto.api.enums.v1.ResetReapplyType.RESET_REAPPLY_TYPE_ALL_ELIGIBLE,
  });
}

test('a request that is reset to before an approval keeps the approval: it asks, mails and records nothing a second time', async () => {
  await withWorkers(await desk.workers(), async () => {
    const second = desk.step(['B'], { key: 's2', title: 'Second' });
    const opened = await desk.open(await desk.policy([desk.step(['A']), second]));
    expect(await opened.act('A', 'approve')).toBeNull();
    await opened.asked('A', 'B');
    const before = { mails: await mailsOf(opened.id), trail: await trailOf(opened.id) };

    await reset(opened.handle.workflowId);
    const handle = temporal.client.workflow.getHandle(opened.handle.workflowId);
    const request = new RequestDesk(desk, handle, opened.id);
    await handle.executeUpdate('opened', { args: [{}] });
    expect(await request.taskOf('A')).toMatchObject({ status: 'approved' });
    expect(await request.open()).toEqual(['B']);
    expect({ mails: await mailsOf(opened.id), trail: await trailOf(opened.id) }).toEqual(before);

    expect(await request.act('B', 'approve')).toBeNull();
    expect(await handle.result()).toMatchObject({ status: 'approved' });
    expect((await trailOf(opened.id)).filter((type) => type === 'task.approve')).toHaveLength(2);
    expect(desk.relay.taken.filter(({ to }) => to.name === 'A')).toHaveLength(1);
  });
}, 60_000);

test('a request whose counting differs after a reset, for an absence is looked up earlier, falls behind its records no more', async () => {
  await withWorkers(await desk.workers(), async () => {
    const second = desk.step(['B'], { key: 's2', title: 'Second' });
    const opened = await desk.open(await desk.policy([desk.step(['A']), second]));
    for (let news = 0; news < 3; news += 1) {
      await opened.handle.signal('presenceChanged', { personIds: [desk.id('A')] });
      await opened.handle.executeUpdate('opened', { args: [{}] });
    }
    expect(await opened.act('A', 'approve')).toBeNull();
    const before = await trailOf(opened.id);

    await reset(opened.handle.workflowId);
    const handle = temporal.client.workflow.getHandle(opened.handle.workflowId);
    const request = new RequestDesk(desk, handle, opened.id);
    await handle.executeUpdate('opened', { args: [{}] });
    expect(await trailOf(opened.id)).toEqual(before);
    expect(
      await request.send('R', { on: 'request', action: 'comment', decisionId: randomUUID(), comment: 'Soon?' }),
    ).toBeNull();
    expect(await request.act('B', 'approve')).toBeNull();

    expect(await handle.result()).toMatchObject({ status: 'approved' });
    expect(await request.view()).toMatchObject({ status: 'approved' });
    expect(await trailOf(opened.id)).toEqual([
      ...before,
      ...['request.commented', 'task.approve', 'step.approved', 'request.approved'],
    ]);
  });
}, 60_000);

const isDecision: Done = ({ workflowExecutionSignaledEventAttributes: signal }) =>
  signal?.signalName === 'requestDecided';

test.each([
  // What it has written down by then stays so: only the gates behind are submitted once more.
  ['to before its first gate was decided', isDecision, 3 + 2],
  ['to its very beginning', undefined, 3 + 3],
])(
  'an engagement that is reset %s goes through its gates again without asking anybody, and then on',
  async (_, before, submissions) => {
    const engagement = new EngagementDesk(temporal, { byDateKeeper: true });
    await engagement.run({}, async () => {
      await engagement.pass('needs');
      await engagement.pass('award');
      const asked = uuidv7();
      expect(await engagement.submit('contract', asked)).toBeNull();
      const standing = await engagement.state();
      await engagement.journal.until('request pending 1', 3);

      await reset(engagement.handle().workflowId, before);
      await engagement.journal.until('engagement.gate-submitted', submissions);
      expect(await engagement.state()).toEqual(standing);

      expect(await engagement.decide(asked, 'approve')).toBeNull();
      await engagement.journal.until('contract approved');
      await engagement.signAndGoLive();
      expect(await engagement.state()).toMatchObject({ state: 'IN_SERVICE', gate: null });
      expect(engagement.journal.count('request pending 1')).toBe(3);
    });
  },
  60_000,
);
