import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { exitView } from '../../api/pages/exit-view';
import { exitTaskRoutes } from '../../api/routes/exit-tasks';
import type { Services } from '../../api/services';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement } from '../../db/stores/engagements';
import { exitTasksOf } from '../../db/stores/exit-tasks';
import { exitActivities } from '../../activities/exit';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { noGateway, signedIn, type SignedIn } from './world';

let own: TestDatabase;
let app: Express;
let engagementId: string;
let assignee: SignedIn;
let manager: SignedIn;

beforeAll(async () => {
  own = await testDatabase();
  const config = { publicUrl: '', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] };
  const services: Services = {
    config,
    db: own.db,
    gateway: noGateway,
    documents: noDocuments,
    log: pino({ level: 'silent' }),
    clock: Date.now,
  };
  app = createApp({ services, routes: exitTaskRoutes(services) });
});
beforeEach(async () => {
  ({ engagementId } = await anEngagement(own.db));
  assignee = await signedIn(own.db, { roles: ['security'], name: 'Sam' });
  manager = await signedIn(own.db, { roles: ['manager'], name: 'Mia' });
  const roles = JSON.stringify({ security: assignee.person.id });
  await own.db('engagements').where({ id: engagementId }).update({ roles, exit_cause: 'convenience' });
  const now = Date.UTC(2026, 10, 1);
  await exitActivities(own).openExit({ engagementId, effectiveDate: '2027-01-31', cause: 'convenience', now });
});
afterAll(() => own.drop());

const post = (path: string, body: object, by: SignedIn = assignee) =>
  request(app)
    .post(`/api/v1/engagements/${engagementId}/exit/tasks/${path}`)
    .set({ authorization: by.authorization })
    .send(body);
const tasks = async () => new Map((await exitTasksOf(own.db, engagementId)).map((task) => [task.key, task]));
const trail = async () =>
  (await auditTrail(own.db, engagementStream(engagementId), { after: 0, limit: 50 })).map(({ type, payload }) => [
    type,
    payload,
  ]);
const page = async () => {
  const row = await findEngagement(own.db, engagementId);
  return row && (await exitView(own.db, { row, person: assignee.person, now: Date.now() }));
};

test('whoever a task is given to says that it is done; the others stay open', async () => {
  const answer = await post('data-inventory/done', { comment: 'Three datasets.' });

  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ state: 'done', comment: 'Three datasets.', closedBy: assignee.person.id });
  expect([...(await tasks()).values()].filter(({ state }) => state === 'done')).toEqual([answer.body]);
  expect(await trail()).toEqual([['exit.task-done', { task: 'data-inventory', comment: 'Three datasets.' }]]);
  expect((await page())?.tasks.find(({ state }) => state === 'done')).toMatchObject({
    key: 'data-inventory',
    assignee: 'Sam',
    closedBy: 'Sam',
  });
});

test('a task waits for what it builds on', async () => {
  const early = await post('migrate-data/done', {});
  await post('data-inventory/done', {});

  expect(early.body).toMatchObject({ status: 409, code: 'STATE_CONFLICT', errors: [{ path: 'data-inventory' }] });
  expect((await post('migrate-data/done', {})).status).toBe(200);
});

test('a task is left out only when a second person confirms the reason', async () => {
  const asked = await post('data-inventory/waive', { reason: 'There is no data.' });
  const alone = await post('data-inventory/waive/confirm', {});
  const before = (await page())?.tasks.find(({ key }) => key === 'data-inventory');
  const confirmed = await post('data-inventory/waive/confirm', {}, manager);

  expect(asked.body).toMatchObject({ state: 'open', waiver: { reason: 'There is no data.' } });
  expect(alone.body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(before).toMatchObject({ state: 'waiver-asked', waiver: { askedBy: 'Sam' }, closedBy: null });
  expect(confirmed.body).toMatchObject({ state: 'waived', closedBy: manager.person.id });
  expect((await trail()).map(([type]) => type)).toEqual(['exit.task-waiver-asked', 'exit.task-waived']);
});

test.each([
  ['without a reason', 'data-inventory/waive', {}, 422, 'INVALID_FIELDS'],
  ['that nobody asked to leave out', 'data-inventory/waive/confirm', {}, 409, 'STATE_CONFLICT'],
  ['of somebody else', 'review-contract/done', {}, 403, 'FORBIDDEN'],
  ['that the playbook does not know', 'have-a-party/done', {}, 404, 'NOT_FOUND'],
])('no step is taken for a task %s', async (_what, path, body, status, code) => {
  const before = await tasks();

  expect((await post(path, body)).body).toMatchObject({ status, code });
  expect(await tasks()).toEqual(before);
  expect(await trail()).toEqual([]);
});

test('two people at once end a task once', async () => {
  await post('data-inventory/waive', { reason: 'There is no data.' });

  const answers = await Promise.all([
    post('data-inventory/done', {}),
    post('data-inventory/waive/confirm', {}, manager),
  ]);

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await trail()).toHaveLength(2);
});

test.each([
  ['is under way', 'EXITING', 200],
  ['has ended well', 'CLOSED', 200],
  ['was cancelled', 'CANCELLED', 409],
])('of an exit that %s (%s) a task still open is ended with %i', async (_how, state, status) => {
  await own.db('engagements').where({ id: engagementId }).update({ state });

  expect((await post('data-inventory/done', {})).status).toBe(status);
});
