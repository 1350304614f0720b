import { randomUUID } from 'node:crypto';
import { createActivities } from '../../activities';
import { until } from '../../bin/parts/processes';
import { compare } from '../../bin/reconcile/compare';
import { payloadCodec } from '../../codec/payload-codec';
import { ENGAGEMENT_TABS, engagementTab } from '../../templates/engagement-parts';
import { TEST_CODEC_KEYS } from '../temporal';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;
let id: string;
const key = randomUUID();

jest.setTimeout(200_000);

const withdraw = (idempotencyKey: string) =>
  world
    .call('R', 'post', `/engagements/${id}/withdraw`)
    .set('idempotency-key', idempotencyKey)
    .send({ reason: 'No need any more.' });

/** An engagement that was withdrawn, and whose histories Temporal has deleted since, as it does when their retention is over. */
beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['manager'], ADMIN: ['admin'] }, createActivities);
  const asked = { title: 'Hotline of last year', serviceType: 'customer-service', ownerId: world.id('R') };
  const { body } = await world.call('R', 'post', '/engagements').send(asked).expect(201);
  id = String(body.id);
  await withdraw(key).expect(200);
  await until(async () => (await histories('Running')) === 0, { limitMs: 60_000, sentence: 'It never ended.' });
  expect(await histories()).toBeGreaterThan(0);
  const areGone = async (): Promise<boolean> => {
    await deleteHistories();
    return (await histories()) === 0;
  };
  await until(areGone, { limitMs: 150_000, sentence: 'The histories were never deleted.', everyMs: 2_000 });
});
afterAll(() => world.close());

async function idsOf(status?: 'Running'): Promise<readonly string[]> {
  const query = status ? `ExecutionStatus = '${status}'` : '';
  const found: string[] = [];
  for await (const { workflowId } of world.temporal.client.workflow.list({ query }))
    if (workflowId.includes(id)) found.push(workflowId);
  return found;
}
const histories = async (status?: 'Running'): Promise<number> => (await idsOf(status)).length;

async function deleteHistories(): Promise<void> {
  const { namespace, connection } = world.temporal;
  for (const workflowId of await idsOf())
    await connection.workflowService
      .deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } })
      .catch(() => undefined);
}

test('what it was is answered from the records', async () => {
  const { body } = await world.call('R', 'get', `/engagements/${id}`).expect(200);
  expect(body).toMatchObject({ id, title: 'Hotline of last year', state: 'WITHDRAWN' });
  for (const part of ['events', 'calendar', 'needs', 'team', 'kpis', 'scorecards'])
    await world.call('R', 'get', `/engagements/${id}/${part}`).expect(200);
  const list = await world.call('R', 'get', '/engagements').expect(200);
  expect(JSON.stringify(list.body)).toContain(id);
});

test('every part of its page opens', async () => {
  const browser = await world.signIn('R', '/inbox');
  for (const tab of ENGAGEMENT_TABS)
    expect((await browser.get(engagementTab(id, tab)).expect(200)).text).toContain('Hotline of last year');
});

test('the same call again gets the answer that it got, and another one is told that it is over', async () => {
  await withdraw(key).expect(200);
  const late = await withdraw(randomUUID());
  expect([late.status, late.body.code]).toEqual([409, 'STATE_CONFLICT']);
  expect(await histories()).toBe(0);
});

test('it is no difference to whoever compares records and processes', async () => {
  const { client } = world.temporal;
  const codec = payloadCodec([...TEST_CODEC_KEYS]);
  const { differences } = await compare({ db: world.database.db, client, codec, taskQueue: world.desk.queue });
  expect(differences.filter(({ kind }) => kind !== 'keeper-missing')).toEqual([]);
});
