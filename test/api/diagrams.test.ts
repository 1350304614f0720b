import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { saveRequest } from '../../db/stores/requests';
import { saveSubject } from '../../db/stores/subjects';
import { inTransaction } from '../../db/transaction';
import { type TestDatabase, testDatabase } from '../database';
import { Desk, REQUEST_ID, step } from '../domain/approval-builders';
import { appOver, signedIn, type SignedIn } from './world';

let database: TestDatabase;
let app: Express;
let reader: SignedIn;
let approver: SignedIn;
let stranger: SignedIn;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db);
  reader = await signedIn(database.db, { roles: ['manager'] });
  approver = await signedIn(database.db, { roles: ['evaluator'], name: '周敏' });
  stranger = await signedIn(database.db, { roles: ['vendor'] });
  await record();
});
afterAll(() => database.drop());

/** A request as its workflow would have recorded it. */
async function record(): Promise<void> {
  const steps = [step({ key: 'check', title: 'Check', people: [approver.person.id] })];
  const subject = { type: 'payment', title: 'Pay the printer', data: {} };
  await inTransaction(database.db, async (trx) => {
    const subjectHash = await saveSubject(trx, { requestId: REQUEST_ID, subject, now: 0 });
    const { state } = new Desk({ steps, requesterId: reader.person.id, subjectHash });
    await saveRequest(trx, { state, runs: state.runs, tasks: state.tasks });
  });
}

const get = (path: string, who: SignedIn): Test =>
  request(app).get(`/api/v1${path}`).set({ authorization: who.authorization }).buffer(true);
const bytes = ({ body }: { body: unknown }): string => String(body);

test('a policy is drawn for people inside, in the language and direction asked for', async () => {
  const answer = await get('/policies/gate-contract/diagram?lang=zh-CN&layout=down', reader).expect(200);

  expect(answer.type).toBe('image/svg+xml');
  expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(bytes(answer)).toContain('或签：一人即可');
  await get('/policies/gate-contract/diagram?layout=round', reader).expect(400);
  await get('/policies/gate-contract/diagram?version=9', reader).expect(404);
  await get('/policies/gate-contract/diagram', stranger).expect(403);
});

test('a request is drawn with who is asked now, for those who may read it', async () => {
  const answer = await get(`/requests/${REQUEST_ID}/diagram`, approver).expect(200);

  expect(bytes(answer)).toContain('1. Check (any one decides) — in progress: 周敏: to decide');
  expect((await get(`/requests/${REQUEST_ID}/diagram`, stranger)).body).toMatchObject({ code: 'NOT_FOUND' });
});

test('the OpenAPI document names the media type of a diagram', async () => {
  const { body } = await get('/openapi.json', reader);
  const { get: entry } = body.paths['/requests/{id}/diagram'];
  expect(Object.keys(entry.responses['200'].content)).toEqual(['image/svg+xml']);
});

test('a policy and a request leave as BPMN files', async () => {
  const policy = await get('/policies/gate-needs/bpmn', reader).expect(200);
  const ofRequest = await get(`/requests/${REQUEST_ID}/bpmn`, approver).expect(200);

  expect(policy.type).toBe('application/xml');
  expect(policy.headers['content-disposition']).toBe('attachment; filename="gate-needs.bpmn"');
  expect(policy.text).toContain('<bpmn:userTask id="step.management"');
  expect(ofRequest.text).toContain('周敏: to decide');
  await get(`/requests/${REQUEST_ID}/bpmn`, stranger).expect(404);
});
