import type { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { createGateway, type Gateway } from '../../api/gateway';
import { outboxRoutes } from '../../api/routes/outbox';
import { policyRoutes } from '../../api/routes/policies';
import { requestRoutes } from '../../api/routes/requests';
import { taskRoutes } from '../../api/routes/tasks';
import type { Services } from '../../api/services';
import { insertToken } from '../../db/stores/tokens';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk } from '../workflows/approval-desk';
import { noDocuments } from '../documents';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
let app: ReturnType<typeof createApp>;
let workers: readonly Worker[];
let running: Promise<unknown>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  for (const name of ['A', 'B', 'R', 'X']) await desk.hire(name, ['evaluator']);
  for (const [name, userId] of Object.entries(desk.people)) {
    tokens[name] = `tenure_${name.padEnd(40, 'x')}`;
    const secret = tokens[name];
    await insertToken(database.db, { id: uuidv7(), userId, name: 't', secret, expiresAt: null, now: Date.now() });
  }
  workers = await desk.workers();
  running = Promise.all(workers.map((worker) => worker.run()));
  app = createApp({ services: services(), routes: routes() });
});
afterAll(async () => {
  workers.forEach((worker) => worker.shutdown());
  await running;
  await temporal.close();
  await database.drop();
});

/** The real gateway on the task queue of this file. */
function ownGateway(): Gateway {
  const gateway = createGateway(temporal.client, temporal.connection);
  return {
    ...gateway,
    startAndUpdate: (start, update) => gateway.startAndUpdate({ ...start, taskQueue: desk.queue }, update),
  };
}

function services(): Services {
  const config = {
    publicUrl: 'http://localhost',
    secrets: ['k'.repeat(32)],
    smtpUrl: 'smtp://localhost',
    production: false,
    exitAllow: [],
  };
  return {
    config,
    db: database.db,
    gateway: ownGateway(),
    documents: noDocuments,
    log: pino({ level: 'silent' }),
    clock: Date.now,
  };
}
const routes = () => [policyRoutes, requestRoutes, taskRoutes, outboxRoutes].flatMap((make) => make(services()));

type Method = 'get' | 'post' | 'put';
const call = (name: string, method: Method, path: string): Test => {
  const agent = request(app);
  return agent[method](`/api/v1${path}`).set('authorization', `Bearer ${tokens[name] ?? ''}`);
};

const policyBody = (part: object = {}) => ({
  title: 'Payments',
  settings: {},
  steps: [
    { key: 's1', title: 'Check', mode: 'any', assignees: [{ user: desk.id('A') }, { user: desk.id('B') }], ...part },
  ],
});
const subject = { type: 'payment', title: 'Pay the printer', data: { amount: 1200 } };

async function opened(part: object = {}): Promise<{ id: string; taskId: string }> {
  await call('ADMIN', 'put', '/policies/payments').send(policyBody(part)).expect(200);
  const { body } = await call('R', 'post', '/requests').send({ policyKey: 'payments', subject }).expect(201);
  const { id, steps } = body as { id: string; steps: { tasks: { id: string; assigneeId: string }[] }[] };
  return { id, taskId: steps[0]?.tasks.find(({ assigneeId }) => assigneeId === desk.id('A'))?.id ?? '' };
}

test('every saved policy is a version of its own, and a broken one is refused with the place of its fault', async () => {
  const first = await call('ADMIN', 'put', '/policies/versions').send(policyBody()).expect(200);
  const second = await call('ADMIN', 'put', '/policies/versions')
    .send(policyBody({ title: 'Other' }))
    .expect(200);
  expect([first.body, second.body]).toEqual([
    { key: 'versions', version: 1 },
    { key: 'versions', version: 2 },
  ]);
  const old = await call('R', 'get', '/policies/versions?version=1').expect(200);
  expect(old.body).toMatchObject({ version: 1, steps: [{ title: 'Check' }] });

  const wrongMode = await call('ADMIN', 'put', '/policies/versions')
    .send(policyBody({ mode: 'maybe' }))
    .expect(422);
  expect(wrongMode.body.errors[0].path).toBe('steps.0.mode');
  const unsafe = await call('ADMIN', 'put', '/policies/gate-contract')
    .send(policyBody({ emptyHandler: 'approve', risk: 'low' }))
    .expect(422);
  expect(unsafe.body).toMatchObject({ code: 'POLICY_INVALID', errors: [{ path: 'steps.0.emptyHandler' }] });
  const stranger = await call('ADMIN', 'put', '/policies/versions').send(
    policyBody({ assignees: [{ user: uuidv7() }] }),
  );
  expect([stranger.status, stranger.body.code]).toEqual([422, 'POLICY_INVALID']);
  await call('R', 'put', '/policies/versions').send(policyBody()).expect(403);
  const shipped = await call('R', 'get', '/policies/gate-needs').expect(200);
  expect(shipped.body.version).toBe(1);
});

test('a request is decided over HTTP; what was acknowledged stands in the next reading', async () => {
  const { id, taskId } = await opened();
  const todo = await call('A', 'get', '/tasks?box=todo').expect(200);
  const lines = todo.body.items as readonly { readonly task: { readonly id: string } }[];
  expect(lines.map(({ task }) => task.id)).toContain(taskId);
  await call('X', 'post', `/tasks/${taskId}/actions`).send({ action: 'approve' }).expect(403);
  await call('A', 'post', `/tasks/${taskId}/actions`).send({ action: 'reject' }).expect(422);
  await call('A', 'post', `/tasks/${uuidv7()}/actions`).send({ action: 'approve' }).expect(404);

  const decision = { action: 'approve', decisionId: 'd-1' };
  const done = await call('A', 'post', `/tasks/${taskId}/actions`).send(decision).expect(200);
  expect(done.body).toMatchObject({ task: { status: 'approved', channel: 'api' }, request: { status: 'approved' } });
  const again = await call('A', 'post', `/tasks/${taskId}/actions`).send(decision).expect(200);
  expect(again.body).toEqual(done.body);
  const other = await call('A', 'post', `/tasks/${taskId}/actions`).send({ action: 'reject', comment: 'no, no' });
  expect([other.status, other.body.code]).toEqual([409, 'TASK_CLOSED']);
  expect((await call('R', 'get', `/requests/${id}`).expect(200)).body).toMatchObject({
    id,
    status: 'approved',
    round: 1,
  });
  await call('X', 'get', `/requests/${id}`).expect(404);
});

test('one Idempotency-Key opens one request', async () => {
  await call('ADMIN', 'put', '/policies/payments').send(policyBody()).expect(200);
  const key = uuidv7();
  const send = () =>
    call('R', 'post', '/requests').set('idempotency-key', key).send({ policyKey: 'payments', subject });
  const [first, second] = [await send(), await send()];

  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
});

test('requests are withdrawn, urged and commented by those who may', async () => {
  const { id, taskId } = await opened();
  await call('R', 'post', `/requests/${id}/actions`).send({ action: 'urge' }).expect(200);
  await call('R', 'post', `/requests/${id}/actions`).send({ action: 'urge' }).expect(429).expect('retry-after', /\d+/);
  const said = await call('A', 'post', `/requests/${id}/actions`).send({ action: 'comment', comment: 'Why so much?' });
  expect(said.body.comments).toMatchObject([{ authorId: desk.id('A'), text: 'Why so much?' }]);
  await call('A', 'post', `/requests/${id}/actions`).send({ action: 'withdraw' }).expect(403);

  const gone = await call('R', 'post', `/requests/${id}/actions`).send({ action: 'withdraw' }).expect(200);
  expect(gone.body).toMatchObject({ status: 'withdrawn', outcomeReason: 'WITHDRAWN' });
  const late = await call('A', 'post', `/tasks/${taskId}/actions`).send({ action: 'approve' });
  expect([late.status, late.body.code]).toEqual([409, 'REQUEST_CLOSED']);
  const anew = await call('R', 'post', `/requests/${id}/actions`).send({ action: 'resubmit', data: { amount: 900 } });
  expect(anew.body).toMatchObject({ status: 'pending', round: 2, subject: { data: { amount: 900 } } });
  await call('ADMIN', 'post', `/requests/${id}/actions`)
    .send({ action: 'terminate', comment: 'end of test' })
    .expect(200);
});

test('a subject that the policy’s conditions cannot be answered for is refused before anybody is asked', async () => {
  await call('ADMIN', 'put', '/policies/conditional')
    .send(policyBody({ when: 'price > 100' }))
    .expect(200);
  const refused = await call('R', 'post', '/requests').send({ policyKey: 'conditional', subject });

  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'subject.data.price']);
  await call('R', 'post', '/requests').send({ policyKey: 'nowhere', subject }).expect(404);
  await call('R', 'post', '/requests').send({ policyKey: 'gate-exit', subject }).expect(422);
});

test('lists go page by page without gaps, and the outbox shows what went out', async () => {
  const ids = [(await opened()).id, (await opened()).id, (await opened()).id];
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { body: { items: { id: string }[]; next: string | null } } = await call(
      'R',
      'get',
      `/requests?limit=1&status=pending${cursor ? `&cursor=${cursor}` : ''}`,
    ).expect(200);
    seen.push(...page.body.items.map(({ id }) => id));
    cursor = page.body.next;
  } while (cursor);
  expect(seen.slice(0, 3)).toEqual([...ids].reverse());
  expect(new Set(seen).size).toBe(seen.length);
  await call('R', 'get', '/outbox').expect(403);
  const outbox = await call('ADMIN', 'get', '/outbox?limit=2').expect(200);
  expect(outbox.body.items).toHaveLength(2);
  const next = await call('ADMIN', 'get', `/outbox?limit=200&cursor=${String(outbox.body.next)}`).expect(200);
  const keys = [...outbox.body.items, ...next.body.items].map((line: { key: string }) => line.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const id of ids)
    await call('ADMIN', 'post', `/requests/${id}/actions`)
      .send({ action: 'terminate', comment: 'end of test' })
      .expect(200);
});
