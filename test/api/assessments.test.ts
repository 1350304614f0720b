import type { Express } from 'express';
import request from 'supertest';
import type { Assessment, StoredQuestionnaire } from '../../domain/vendor/assessment/schema';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

let now = Date.parse('2027-03-05T09:00:00Z');
let database: TestDatabase;
let app: Express;
let manager: SignedIn;
let security: SignedIn;
let evaluator: SignedIn;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => now);
  manager = await signedIn(database.db, { roles: ['manager'] });
  security = await signedIn(database.db, { roles: ['security'] });
  evaluator = await signedIn(database.db, { roles: ['evaluator'] });
});
afterAll(() => database.drop());

const call = (method: 'get' | 'post' | 'put', path: string, body?: object, who = manager) =>
  request(app)[method](`/api/v1${path}`).set({ authorization: who.authorization }).send(body);
const aVendor = async (name: string): Promise<string> =>
  ((await call('post', '/vendors', { name, contactEmail: 'them@example.com' })).body as { id: string }).id;
const open = async (vendorId: string, questionnaireKey = 'secure-basic'): Promise<Assessment> =>
  (await call('post', `/vendors/${vendorId}/assessments`, { questionnaireKey })).body as Assessment;
const best = ({ questionnaire }: Assessment) =>
  Object.fromEntries(
    questionnaire.categories
      .flatMap(({ questions }) => questions)
      .map(({ key, direction, min, max }) => [key, { value: direction === 'high' ? max : min }]),
  );
const answer = (id: string, answers: object) => call('put', `/assessments/${id}/answers`, { answers });
const submit = (id: string, who = manager) => call('post', `/assessments/${id}/submit`, {}, who);
const review = (id: string, body: object, who = security) => call('post', `/assessments/${id}/review`, body, who);

async function accepted(vendorId: string): Promise<Assessment> {
  const assessment = await open(vendorId);
  await answer(assessment.id, best(assessment));
  await submit(assessment.id);
  return (await review(assessment.id, { decision: 'accept' })).body as Assessment;
}

test('questionnaires ship, and an own version takes the place of one while assessments keep theirs', async () => {
  const list = (await call('get', '/questionnaires')).body.items as readonly StoredQuestionnaire[];
  expect(list.map(({ key, version, origin }) => [key, version, origin])).toEqual([
    ['secure-basic', 1, 'shipped'],
    ['secure-extended', 1, 'shipped'],
  ]);
  const running = await open(await aVendor('Keeps its version'));
  const [{ key: _key, version: _version, origin: _origin, ...definition } = {} as StoredQuestionnaire] = list;
  const strict = { ...definition, tiers: { low: 95, medium: 90 } };
  expect((await call('put', '/questionnaires/secure-basic', strict, manager)).status).toBe(403);
  expect(
    (await call('put', '/questionnaires/secure-basic', { ...strict, tiers: { low: 1, medium: 2 } }, security)).body,
  ).toMatchObject({ status: 422, errors: [{ path: 'tiers.medium' }] });
  expect((await call('put', '/questionnaires/secure-basic', strict, security)).body).toMatchObject({
    version: 2,
    origin: 'own',
  });
  expect((await call('put', '/questionnaires/secure-basic', definition, security)).body).toMatchObject({ version: 3 });
  expect(((await call('get', `/assessments/${running.id}`)).body as Assessment).questionnaire.version).toBe(1);
  expect((await call('get', '/questionnaires/unknown')).status).toBe(404);
});

test('a vendor is assessed: answered, handed in, accepted by a second person, valid for a year', async () => {
  const vendorId = await aVendor('Assessed');
  const assessment = await open(vendorId);
  expect(assessment).toMatchObject({ state: 'open', answers: {}, previousId: null, openedBy: manager.person.id });
  expect((await submit(assessment.id)).body).toMatchObject({ status: 422, code: 'INVALID_FIELDS' });
  expect((await answer(assessment.id, { nonsense: { value: 1 } })).body).toMatchObject({
    status: 422,
    errors: [{ path: 'answers.nonsense' }],
  });
  await answer(assessment.id, best(assessment));
  expect((await submit(assessment.id)).body).toMatchObject({
    state: 'submitted',
    result: { total: 100, tier: 'low', coverageBp: 10_000 },
  });
  expect((await answer(assessment.id, {})).status).toBe(409);
  expect((await review(assessment.id, { decision: 'accept' }, manager)).status).toBe(403);
  expect((await review(assessment.id, { decision: 'return' })).body).toMatchObject({ code: 'COMMENT_REQUIRED' });
  expect((await review(assessment.id, { decision: 'accept' })).body).toMatchObject({
    state: 'accepted',
    validUntil: '2028-03-05',
    reviewedBy: security.person.id,
  });
  const types = await database
    .db('audit_events')
    .whereRaw("payload->>'assessmentId' = ?", [assessment.id])
    .orderBy('seq')
    .pluck('type');
  expect(types).toEqual(['assessment.opened', 'assessment.answered', 'assessment.submitted', 'assessment.accepted']);
});

test('next year the answers are there already, and only differences are to be reviewed', async () => {
  const vendorId = await aVendor('Next year');
  const first = await accepted(vendorId);
  now = Date.parse('2028-03-01T09:00:00Z');
  const second = await open(vendorId, 'secure-extended');
  expect(second).toMatchObject({ previousId: first.id, answers: first.answers });
  await answer(second.id, { ...best(second), 'ac-mfa': { value: 0, note: 'migrating' } });
  const submitted = (await submit(second.id)).body as Assessment;
  expect(submitted.toReview).toContain('ac-mfa');
  expect(submitted.toReview).not.toContain('en-rest');
  expect(submitted.toReview).toHaveLength(36);
  const lines = (await call('get', `/vendors/${vendorId}/assessments`)).body.items as readonly {
    id: string;
    questionnaireKey: string;
  }[];
  expect(lines.map(({ id, questionnaireKey }) => [id, questionnaireKey])).toEqual([
    [second.id, 'secure-extended'],
    [first.id, 'secure-basic'],
  ]);
});

test('one assessment with a questionnaire runs at a time, and not everybody opens one', async () => {
  const vendorId = await aVendor('Once');
  await open(vendorId);
  expect(
    (await call('post', `/vendors/${vendorId}/assessments`, { questionnaireKey: 'secure-basic' })).body,
  ).toMatchObject({ status: 409, code: 'CONFLICT' });
  expect((await call('post', `/vendors/${vendorId}/assessments`, { questionnaireKey: 'other' })).body).toMatchObject({
    status: 422,
  });
  expect(
    (await call('post', `/vendors/${vendorId}/assessments`, { questionnaireKey: 'secure-extended' }, evaluator)).status,
  ).toBe(403);
  expect((await call('get', `/vendors/${vendorId}/assessments`, undefined, evaluator)).status).toBe(200);
});

test('concentration is told for a currency', async () => {
  expect((await call('get', '/concentration')).body).toEqual({
    currency: 'CNY',
    thresholds: { amberBp: 3000, redBp: 5000 },
    vendors: [],
    groups: [],
    countries: [],
    rates: [],
    otherCurrencies: [],
  });
});
