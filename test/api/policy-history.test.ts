import type { Express } from 'express';
import request from 'supertest';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.parse('2026-11-23T09:00:00Z');
let database: TestDatabase;
let app: Express;
let admin: SignedIn;
beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => NOW);
  admin = await signedIn(database.db, { roles: ['admin'] });
});
afterAll(() => database.drop());

const at = (method: 'get' | 'put', path: string) =>
  request(app)[method](`/api/v1/policies/${path}`).set({ authorization: admin.authorization });
const step = (key: string, part: object = {}) => ({
  key,
  title: key,
  mode: 'any',
  assignees: [{ role: 'legal' }],
  ...part,
});

test('every version is listed with its author and date, what shipped among them', async () => {
  await at('put', 'gate-needs')
    .send({ title: 'Ours', settings: {}, steps: [step('a')] })
    .expect(200);
  const { body } = await at('get', 'gate-needs/versions').expect(200);

  expect(body).toEqual({
    items: [
      { version: 2, title: 'Ours', authorId: admin.person.id, savedAt: '2026-11-23T09:00:00.000Z' },
      { version: 1, title: 'Needs and the decision to outsource (G1)', authorId: null, savedAt: null },
    ],
    next: null,
  });
  await at('get', 'nowhere/versions').expect(404);
});

test('a diff names what was added, removed, changed and moved, by key and field', async () => {
  const block = { key: 'c', choose: [{ when: 'x > 1', steps: [step('in')] }], default: [] };
  const first = { title: 'P', settings: { dedup: 'once' }, steps: [step('a'), step('b'), step('gone'), block] };
  const changed = { ...block, choose: [{ when: 'x > 2', steps: [step('in', { mode: 'all' })] }] };
  const second = {
    title: 'P',
    settings: {},
    steps: [step('b'), step('a', { risk: 'low', title: 'A' }), changed, step('new')],
  };
  await at('put', 'history').send(first).expect(200);
  await at('put', 'history').send(second).expect(200);

  expect((await at('get', 'history/diff?from=1&to=2').expect(200)).body).toEqual({
    key: 'history',
    from: 1,
    to: 2,
    titleChanged: false,
    settings: ['dedup'],
    added: ['new'],
    removed: ['gone'],
    changed: [
      { key: 'a', fields: ['risk', 'title'] },
      { key: 'c', fields: ['when'] },
      { key: 'in', fields: ['mode'] },
    ],
    reordered: true,
  });
  expect((await at('get', 'history/diff?from=2&to=2')).body).toMatchObject({ changed: [], reordered: false });
  await at('get', 'history/diff?from=1&to=3').expect(404);
  await at('get', 'history/diff?from=1').expect(400);
});
