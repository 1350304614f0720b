import { randomUUID } from 'node:crypto';
import { until } from '../../bin/parts/processes';
import { compare } from '../../bin/reconcile/compare';
import { payloadCodec } from '../../codec/payload-codec';
import { requestWorkflowId } from '../../workflows/ids';
import { TEST_CODEC_KEYS } from '../temporal';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;
let decided: {
  readonly id: string;
  readonly task: string;
  readonly other: string;
  readonly decisionId: string;
  readonly key: string;
};

jest.setTimeout(200_000);

/** A request that A has approved, and whose history Temporal has deleted since, as it does when its retention is over. */
beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['manager'], A: ['manager'], B: ['manager'], ADMIN: ['admin'] });
  const assignees = [{ user: world.id('A') }, { user: world.id('B') }];
  const step = { key: 's1', title: 'Check', mode: 'any', assignees, reminders: { max: 0 }, escalation: false };
  const { id, taskOf } = await world.ask([step]);
  decided = { id, task: taskOf('A'), other: taskOf('B'), decisionId: randomUUID(), key: randomUUID() };
  await approve('A', decided.task).expect(200);
  const execution = { workflowId: requestWorkflowId(id) };
  await world.temporal.client.workflow.getHandle(execution.workflowId).result();
  const handle = world.temporal.client.workflow.getHandle(execution.workflowId);
  const isGone = (): Promise<boolean> =>
    handle.describe().then(
      () => false,
      () => true,
    );
  const { namespace, connection } = world.temporal;
  // Temporal deletes when it comes to it, and not before it has put away the end of the process.
  const deleted = async (): Promise<boolean> => {
    await connection.workflowService
      .deleteWorkflowExecution({ namespace, workflowExecution: execution })
      .catch(() => undefined);
    return isGone();
  };
  await until(deleted, { limitMs: 150_000, sentence: 'The history was never deleted.', everyMs: 2_000 });
});
afterAll(() => world.close());

const approve = (name: string, task: string, key = decided.key) =>
  world
    .call(name, 'post', `/tasks/${task}/actions`)
    .set('idempotency-key', key)
    .send({ action: 'approve', decisionId: decided.decisionId, comment: 'as seen' });

test('what was decided is answered from the records', async () => {
  const { body } = await world.call('R', 'get', `/requests/${decided.id}`).expect(200);
  expect(body).toMatchObject({ id: decided.id, status: 'approved' });
  const list = await world.call('R', 'get', '/requests').expect(200);
  expect(JSON.stringify(list.body)).toContain(decided.id);
});

test('its page opens', async () => {
  const browser = await world.signIn('R', '/inbox');
  const page = await browser.get(`/requests/${decided.id}`).expect(200);
  expect(page.text).toContain('Pay the printer');
});

test('the same decision again gets the answer that it got, under its key and under another one', async () => {
  expect((await approve('A', decided.task)).status).toBe(200);
  expect((await approve('A', decided.task, randomUUID())).status).toBe(200);
});

test('a decision that comes too late is refused as one', async () => {
  const late = await world
    .call('B', 'post', `/tasks/${decided.other}/actions`)
    .send({ action: 'reject', decisionId: randomUUID(), comment: 'too late' });
  expect([late.status, late.body]).toEqual([409, expect.objectContaining({ code: 'TASK_CLOSED' })]);
});

test('it is no difference to whoever compares records and processes', async () => {
  const { client } = world.temporal;
  const codec = payloadCodec([...TEST_CODEC_KEYS]);
  const { differences } = await compare({ db: world.database.db, client, codec, taskQueue: world.desk.queue });
  expect(differences.filter(({ kind }) => kind !== 'keeper-missing')).toEqual([]);
});
