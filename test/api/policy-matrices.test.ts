import type { Express } from 'express';
import request from 'supertest';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

let database: TestDatabase;
let app: Express;
let admin: SignedIn;
let manager: SignedIn;
beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db);
  admin = await signedIn(database.db, { roles: ['admin'] });
  manager = await signedIn(database.db);
});
afterAll(() => database.drop());

const step = (key: string) => ({ key, title: `The ${key}`, mode: 'any', assignees: [{ role: 'finance' }] });
const matrix = {
  hitPolicy: 'first',
  inputs: [
    { label: 'Amount', expression: 'amount' },
    { label: 'Category', expression: 'category' },
  ],
  rules: [{ when: ['>= 100000', '-'], steps: ['finance', 'board'] }],
  otherwise: ['finance'],
};
const body = {
  title: 'Buying',
  settings: {},
  steps: [{ key: 'who', matrix, steps: [step('finance'), step('board')] }],
};
const at = (method: 'get' | 'put', path: string, { authorization } = admin) =>
  request(app)[method](`/api/v1/policies/${path}`).set({ authorization });
const put = (key: string, sheet: string) =>
  at('put', `${key}/matrices/who`).set('content-type', 'text/csv').send(sheet);
const versionOf = async (key: string): Promise<number> => (await at('get', key)).body.version as number;

async function saved(key: string): Promise<string> {
  await at('put', key).send(body).expect(200);
  const { text } = await at('get', `${key}/matrices/who`).set('accept', 'text/csv').expect(200);
  return text;
}

test('a matrix is read as a table and as a sheet', async () => {
  const sheet = await saved('read');
  const table = await at('get', 'read/matrices/who', manager).expect(200).expect('etag', '"v1"');

  expect(table.body).toEqual({
    policyKey: 'read',
    version: 1,
    nodeKey: 'who',
    steps: [
      { key: 'finance', title: 'The finance' },
      { key: 'board', title: 'The board' },
    ],
    matrix,
  });
  expect(sheet).toBe('\uFEFFAmount,Category,finance,board\r\n>= 100000,any,x,x\r\notherwise,,x,\r\n');
  await at('get', 'read/matrices/other').expect(404);
  await at('get', 'nowhere/matrices/who').expect(404);
});

test('a changed sheet makes a new version with that matrix, and the old version stays', async () => {
  const sheet = await saved('sheet');
  const answer = await put('sheet', sheet.replace('100000', '80000')).set('if-match', '"v1"').expect(200);

  expect(answer.body).toEqual({ key: 'sheet', version: 2 });
  const { body: now } = await at('get', 'sheet');
  expect(now).toEqual({
    key: 'sheet',
    version: 2,
    ...body,
    steps: [{ ...body.steps[0], matrix: { ...matrix, rules: [{ ...matrix.rules[0], when: ['>= 80000', '-'] }] } }],
  });
  expect((await at('get', 'sheet?version=1')).body.steps[0].matrix).toEqual(matrix);
});

test('a table that is sent back as JSON makes a new version as well', async () => {
  await saved('json');
  const rules = [...matrix.rules, { when: ['-', '"it"'], steps: ['board'] }];
  await at('put', 'json/matrices/who')
    .send({ ...matrix, rules })
    .expect(200);

  expect((await at('get', 'json')).body).toMatchObject({ version: 2, steps: [{ matrix: { rules } }] });
});

test('who edits an older version is told so, and nothing is saved', async () => {
  const sheet = await saved('late');
  await put('late', sheet).set('if-match', '"v1"').expect(200);
  const late = await put('late', sheet).set('if-match', '"v1"');
  const whole = await at('put', 'late').set('if-match', '"v1"').send(body);

  expect([late.status, late.body.code, whole.status]).toEqual([412, 'PRECONDITION_FAILED', 412]);
  expect(await versionOf('late')).toBe(2);
});

test.each([
  ['a condition that cannot be read', (s: string) => s.replace('>= 100000', '>= ('), 'rows.2.Amount', 'POLICY_INVALID'],
  ['a mark that is none', (s: string) => s.replace('any,x', 'any,?'), 'rows.2.finance', 'INVALID_FIELDS'],
  ['a step that no row asks for', (s: string) => s.replaceAll('x,x', 'x,'), 'steps.0.steps.1.key', 'POLICY_INVALID'],
  ['no rule at all', () => 'Amount,Category,finance,board\notherwise,,x,x', 'rules', 'INVALID_FIELDS'],
])('a sheet with %s is refused at its row and column, and nothing is saved', async (_name, spoil, path, code) => {
  const sheet = await saved('broken');
  const before = await versionOf('broken');
  const { status, body: problem } = await put('broken', spoil(sheet));

  expect([status, problem.code, problem.errors[0].path]).toEqual([422, code, path]);
  expect(await versionOf('broken')).toBe(before);
});

test('only administrators change matrices, and sheets are read on this path only', async () => {
  const sheet = await saved('guarded');

  await at('put', 'guarded/matrices/who', manager).send(matrix).expect(403);
  await at('put', 'guarded').set('content-type', 'text/csv').send(sheet).expect(415);
  expect(await versionOf('guarded')).toBe(1);
});

test('a policy that names what is not there is refused at the place where it does', async () => {
  const stranger = '01930000-0000-7000-8000-000000000009';
  const steps = [
    {
      ...step('a'),
      cc: [stranger],
      sla: { duration: 'P1D', calendar: 'mars' },
      timeout: { action: `transfer:${stranger}` },
    },
    { ...step('b'), assignees: [{ department: 'nowhere' }], emptyHandler: `user:${stranger}` },
  ];
  const { body: problem } = await at('put', 'strange').send({ title: 'S', settings: {}, steps });

  const errors = problem.errors as readonly { readonly path: string }[];
  expect(errors.map(({ path }) => path)).toEqual([
    'steps.0.cc.0',
    'steps.0.timeout.action',
    'steps.0.sla.calendar',
    'steps.1.assignees.0',
    'steps.1.emptyHandler',
  ]);
});
