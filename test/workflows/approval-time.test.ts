import { Client } from '@temporalio/client';
import { listMail } from '../../db/stores/mail-log';
import { type TestDatabase, testDatabase } from '../database';
import { keepHistory } from '../history';
import { type TestTemporal, timeSkipping, withWorkers } from '../temporal';
import { ApprovalDesk, type RequestDesk } from './approval-desk';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), timeSkipping()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  await desk.hire('M');
  for (const name of ['A', 'R']) await desk.hire(name, [], desk.id('M'));
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const working = async (work: () => Promise<void>): Promise<void> => withWorkers(await desk.workers(), work);
/** The end of a request without skipping: the server would skip on, over all that another one waits for. */
const unskipped = ({ handle: { workflowId } }: RequestDesk): Promise<unknown> =>
  new Client({ ...temporal.client.options, connection: temporal.connection }).workflow.result(workflowId);
const sla = { sla: { duration: 'PT8H', calendar: '24x7' } };
const kindsOf = async (id: string): Promise<string[]> =>
  (await listMail(database.db, { after: null, limit: 200 }))
    .filter((mail) => mail.request_id === id)
    .map(({ kind }) => kind)
    .reverse();

test('an undecided task reminds, asks the manager and then the administrator, until its request expires', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'], sla)], { expiresAfter: 'P30D' }));

    expect(await request.handle.result()).toMatchObject({ status: 'expired' });
    const kinds = await kindsOf(request.id);
    expect(kinds.filter((kind) => kind === 'escalation')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'reminder')).toHaveLength(9);
    expect(kinds.filter((kind) => kind === 'outcome')).toHaveLength(1);
    expect((await request.view()).steps[0]?.tasks.map(({ origin, reasonCode }) => [origin, reasonCode])).toEqual([
      ['direct', 'EXPIRED'],
      ['escalation', 'EXPIRED'],
      ['escalation', 'EXPIRED'],
    ]);
  });
});

test('S09: a timeout rejects where the policy says so', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'], { ...sla, timeout: { action: 'reject' } })]));

    expect(await request.handle.result()).toMatchObject({ status: 'rejected' });
    expect((await request.view()).outcomeReason).toBe('TIMEOUT_REJECT');
  });
});

test('S11: after 400 days a request is still decidable', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'])]));
    await temporal.sleep(400 * 86_400_000);

    expect(await request.act('A', 'approve')).toBeNull();
    expect(await request.handle.result()).toMatchObject({ status: 'approved' });
  });
});

test('an approval of high value takes effect after its cooling-off, and not while a report is open', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'])], { coolingOff: 'PT4H' }));
    const other = await desk.open(await desk.policy([desk.step(['A'])], { coolingOff: 'PT5H' }));
    for (const one of [request, other]) expect(await one.act('A', 'approve')).toBeNull();
    expect((await request.view()).status).toBe('pending');
    const { id: taskId } = await other.taskOf('A');
    await desk.relay.until(({ subject, text }) => subject.startsWith('[Takes effect soon]') && text.includes(taskId));
    const report = { on: 'request', action: 'report', decisionId: 'r', taskId, adminIds: [desk.id('ADMIN')] } as const;
    expect(await other.send('A', report)).toBeNull();

    await temporal.sleep(5 * 3_600_000);
    expect(await unskipped(request)).toMatchObject({ status: 'approved' });
    await temporal.sleep(40 * 3_600_000);
    expect(await other.view()).toMatchObject({ status: 'pending', reports: [{ taskId, outcome: null }] });
    const confirm = { on: 'request', action: 'confirm', decisionId: 'c', comment: 'It was A.' } as const;
    expect(await other.send('ADMIN', confirm, { admin: true })).toBeNull();
    expect(await other.handle.result()).toMatchObject({ status: 'approved' });
    expect(await kindsOf(other.id)).toEqual(expect.arrayContaining(['cooling-off', 'frozen', 'decision-confirmed']));
    for (const one of [request, other]) await keepHistory(one.handle, `request-${one === other ? 9 : 8}`);
  });
});
