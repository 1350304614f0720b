import type { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { createGateway, type Gateway } from '../../api/gateway';
import { presenceRoutes } from '../../api/routes/presence';
import { requestRoutes } from '../../api/routes/requests';
import { taskRoutes } from '../../api/routes/tasks';
import type { RequestView } from '../../domain/approval/request-schema';
import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { requestStream } from '../../db/stores/audit';
import { insertToken } from '../../db/stores/tokens';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk } from '../workflows/approval-desk';
import { noDocuments } from '../documents';

/** P10, P12, P13 and P22 over HTTP, PostgreSQL and Temporal. */
let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
let app: ReturnType<typeof createApp>;
let workers: readonly Worker[];
let running: Promise<unknown>;
let people: Record<'ADMIN' | 'A' | 'B' | 'R' | 'S' | 'N', string>;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  workers = await desk.workers();
  running = Promise.all(workers.map((worker) => worker.run()));
  const gateway = createGateway(temporal.client, temporal.connection);
  const own: Gateway = {
    ...gateway,
    startAndUpdate: (start, update) => gateway.startAndUpdate({ ...start, taskQueue: desk.queue }, update),
  };
  const config = {
    publicUrl: 'http://localhost',
    secrets: ['k'.repeat(32)],
    smtpUrl: 'smtp://localhost',
    production: false,
    exitAllow: [],
  };
  const services = {
    config,
    db: database.db,
    gateway: own,
    documents: noDocuments,
    log: pino({ level: 'silent' }),
    clock: Date.now,
  };
  app = createApp({ services, routes: [presenceRoutes, requestRoutes, taskRoutes].flatMap((make) => make(services)) });
});
beforeEach(async () => {
  people = { ADMIN: '', A: '', B: '', R: '', S: '', N: '' };
  for (const name of ['ADMIN', 'A', 'B', 'R', 'S', 'N'] as const)
    people[name] = await desk.hire(name, name === 'ADMIN' ? ['admin'] : ['evaluator']);
  for (const userId of Object.values(people))
    await insertToken(database.db, {
      id: uuidv7(),
      userId,
      name: 't',
      secret: secretOf(userId),
      expiresAt: null,
      now: Date.now(),
    });
});
afterAll(async () => {
  workers.forEach((worker) => worker.shutdown());
  await running;
  await temporal.close();
  await database.drop();
});

const secretOf = (userId: string): string => `tenure_${userId.padEnd(43, 'x')}`;
const as = (name: keyof typeof people, call: Test): Test =>
  call.set('authorization', `Bearer ${secretOf(people[name])}`);
const today = (days = 0): string => addDays(localDate('UTC', Date.now()), days);

async function open(step: object = {}): Promise<string> {
  const policyKey = await desk.policy([desk.step(['A', 'B'], { mode: 'all', ...step })]);
  return (await desk.open(policyKey)).id;
}

async function tasksOf(id: string): Promise<RequestView['steps'][number]['tasks']> {
  const { body } = await as('ADMIN', request(app).get(`/api/v1/requests/${id}`)).expect(200);
  return (body as RequestView).steps.flatMap(({ tasks }) => tasks);
}
const activeOf = async (id: string) =>
  (await tasksOf(id)).filter(({ status }) => status === 'active').map(({ assigneeId }) => assigneeId);

const absent = (absences: object[], by: keyof typeof people = 'A') =>
  as(by, request(app).put(`/api/v1/users/${people.A}/absences`)).send(absences);

test('P10: an absence that is entered moves pending tasks, and its removal brings them back', async () => {
  const id = await open();
  await absent([{ from: today(), to: today(9), substituteId: people.S }]).expect(200);
  expect(await activeOf(id)).toEqual([people.B, people.S]);
  const copy = (await tasksOf(id)).find(({ assigneeId }) => assigneeId === people.S);
  expect(copy).toMatchObject({ origin: 'substitute', onBehalfOfId: people.A });

  await absent([]).expect(200);
  expect((await activeOf(id)).sort()).toEqual([people.A, people.B].sort());
  const late = as('S', request(app).post(`/api/v1/tasks/${copy?.id ?? ''}/actions`)).send({ action: 'approve' });
  expect((await late.expect(409)).body).toMatchObject({ code: 'TASK_CLOSED' });
});

test('P10: a task of the time of absence goes to the substitute, and the owner hears of it and may decide first', async () => {
  await absent([{ from: today(), to: today(9), substituteId: people.S }]).expect(200);
  const id = await open();
  expect(await activeOf(id)).toEqual([people.B, people.S]);
  await desk.relay.until(({ to, subject }) => to.name === 'A' && subject.includes('For information'));

  const own = (await tasksOf(id)).find(({ assigneeId }) => assigneeId === people.A);
  await as('A', request(app).post(`/api/v1/tasks/${own?.id ?? ''}/actions`))
    .send({ action: 'approve' })
    .expect(200);
  expect(await activeOf(id)).toEqual([people.B]);
});

test('P12: where two stand in for each other, the administrator decides', async () => {
  const dates = { from: today(), to: today(1) };
  await absent([{ ...dates, substituteId: people.S }]).expect(200);
  await as('S', request(app).put(`/api/v1/users/${people.S}/absences`))
    .send([{ ...dates, substituteId: people.A }])
    .expect(200);

  const [first, ...others] = await activeOf(await open());
  expect(first).toBe(people.B);
  expect(others).toHaveLength(1);
  expect([people.A, people.S]).not.toContain(others[0]);
});

test('P22: the open tasks of a person who left go to the successor, one audit entry each', async () => {
  const ids = [await open(), await open(), await open()];
  await as('ADMIN', request(app).post(`/api/v1/users/${people.A}/deactivate`))
    .set('idempotency-key', uuidv7())
    .send({ successorId: people.N })
    .expect(200);

  for (const id of ids) {
    expect(await activeOf(id)).toEqual([people.B, people.N]);
    const handed = (await tasksOf(id)).find(({ assigneeId }) => assigneeId === people.A);
    expect(handed).toMatchObject({ status: 'transferred', reasonCode: 'HANDOVER' });
    const entries = await database.db('audit_events').where({ stream: requestStream(id), type: 'task.handed-over' });
    expect(entries).toHaveLength(1);
  }
});

test.each([
  ['the person as own substitute', () => [{ from: today(), to: today(), substituteId: people.A }], '0.substituteId'],
  [
    'two absences over one day',
    () => [
      { from: today(), to: today(3), substituteId: people.S },
      { from: today(3), to: today(4), substituteId: people.S },
    ],
    '1.from',
  ],
])('an absence with %s is refused and changes nothing', async (_name, absences, path) => {
  const refused = await absent(absences()).expect(422);
  expect(refused.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });

  expect((await as('A', request(app).get(`/api/v1/users/${people.A}/absences`)).expect(200)).body.items).toEqual([]);
});

test('absences are entered by the person or an administrator, and nobody else', async () => {
  await absent([{ from: today(), to: today(), substituteId: people.S }], 'B').expect(403);
  await absent([{ from: today(), to: today(), substituteId: people.S }], 'ADMIN').expect(200);
});
