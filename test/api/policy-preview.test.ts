import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import type { Worker } from '@temporalio/worker';
import type { Preview } from '../../domain/approval/preview-schema';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { insertToken } from '../../db/stores/tokens';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk } from '../workflows/approval-desk';
import { appOver } from './world';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
let workers: readonly Worker[];
let running: Promise<unknown>;
let app: ReturnType<typeof appOver>;
beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  await desk.hire('BOSS', ['manager']);
  await desk.hire('R', ['evaluator'], desk.id('BOSS'));
  for (const name of ['F1', 'F2']) await desk.hire(name, ['finance']);
  await desk.hire('CEO', ['executive']);
  for (const [name, userId] of Object.entries(desk.people))
    await insertToken(database.db, {
      id: uuidv7(),
      userId,
      name,
      secret: tokenOf(name),
      expiresAt: null,
      now: Date.now(),
    });
  workers = await desk.workers();
  running = Promise.all(workers.map((worker) => worker.run()));
  app = appOver(database.db);
});
afterAll(async () => {
  workers.forEach((worker) => worker.shutdown());
  await running;
  await temporal.close();
  await database.drop();
});

const tokenOf = (name: string): string => `tenure_${name.padEnd(40, 'x')}`;
const preview = (name: string, key: string, body: object) =>
  request(app)
    .post(`/api/v1/policies/${key}/preview`)
    .set('authorization', `Bearer ${tokenOf(name)}`)
    .send(body);
const namesIn = (steps: Preview['steps'], key: string) =>
  steps.find((step) => step.key === key)?.people.map(({ name }) => name);

const subject = { type: 'payment', title: 'Pay the printer', data: { amount: 1200, currency: 'CNY' } };
const row = (when: string, ...steps: readonly string[]) => ({ when: [when], steps });
const steps = () => [
  {
    key: 'manager',
    title: 'Manager',
    mode: 'any',
    assignees: [{ manager: true }],
    sla: { duration: 'P1D', calendar: 'cn' },
  },
  {
    key: 'who',
    matrix: {
      inputs: [{ label: 'Amount', expression: 'amount' }],
      rules: [row('>= 5000', 'finance', 'ceo'), row('>= 1000', 'finance')],
      otherwise: [],
    },
    steps: [
      {
        key: 'finance',
        title: 'Finance',
        mode: 'all',
        assignees: [{ role: 'finance' }],
        sla: { duration: 'PT8H', calendar: 'cn' },
      },
      { key: 'ceo', title: 'CEO', mode: 'any', assignees: [{ role: 'executive' }] },
    ],
  },
  { key: 'own', title: 'Own', mode: 'any', assignees: [{ user: desk.id('R') }] },
  { key: 'late', title: 'Late', mode: 'any', assignees: [{ role: 'legal' }], when: 'amount > 5000' },
];

test('a preview names the steps, people, rows and dates that a request then really has', async () => {
  const key = await desk.policy(steps());
  const before = await database.db('requests').select('id');
  const { body } = await preview('R', key, { subject, startAt: '2026-11-23T02:00:00Z' }).expect(200);
  const seen = body as Preview;

  expect(seen.steps.map((step) => [step.key, step.status, step.reason])).toEqual([
    ['manager', 'asked', null],
    ['finance', 'asked', null],
    ['ceo', 'skipped', 'NOT_ON_PATH'],
    ['own', 'asked', null],
    ['late', 'skipped', 'CONDITION_FALSE'],
  ]);
  expect(seen.branches).toEqual([
    { key: 'who', kind: 'matrix', taken: [1], isDefault: false, because: ['Amount: >= 1000'] },
  ]);
  expect(seen.steps[0]?.people[0]?.dueAt).toBe('2026-11-24T02:00:00.000Z');
  expect(seen.steps[1]?.people[0]?.dueAt).toBe('2026-11-25T02:00:00.000Z');
  expect(seen).toMatchObject({ outcome: 'approved', endsBy: '2026-11-25T02:00:00.000Z', policy: { key, version: 1 } });
  expect(seen.warnings).toMatchObject([{ code: 'PERSON_REPLACED', stepKey: 'own' }]);
  expect(await database.db('requests').select('id')).toEqual(before);
  expect(desk.relay.attempts).toBe(0);

  const real = await desk.open(key);
  expect(await real.open()).toEqual(namesIn(seen.steps, 'manager'));
  await real.act('BOSS', 'approve');
  expect((await real.open()).sort()).toEqual(namesIn(seen.steps, 'finance')?.sort());
  await real.act('F1', 'approve');
  await real.act('F2', 'approve');
  expect(await real.open()).toEqual(namesIn(seen.steps, 'own'));
  await real.act('BOSS', 'approve');
  expect((await real.view()).status).toBe('approved');
});

describe('a policy of a gate, with data of their own that has no flags', () => {
  const asked = async (key: string, data: object): Promise<readonly string[]> => {
    const { body } = await preview('R', key, { subject: { ...subject, data } }).expect(200);
    return (body as Preview).steps.filter(({ status }) => status !== 'skipped').map((step) => step.key);
  };

  test.each([
    ['gate-contract', { amount: 1200 }, ['legal', 'finance']],
    ['gate-contract', { amount: 1200, flags: ['DATA_CROSS_BORDER'] }, ['legal', 'finance', 'privacy']],
    ['gate-award', { criticality: 'general' }, ['finance', 'sponsor']],
    ['gate-award', { criticality: 'general', flags: ['ABNORMALLY_LOW_BID'] }, ['finance', 'sponsor', 'executive']],
    ['gate-award', { criticality: 'critical' }, ['finance', 'sponsor', 'executive']],
  ])('%s asks of %j whom it asked before there was a step for data abroad', async (key, data, expected) => {
    expect(await asked(key, data)).toEqual(expected);
  });

  test('runs to its end under a name of their own, without the step for data abroad', async () => {
    const key = await desk.policy(BUILTIN_POLICIES['gate-contract']?.steps ?? []);
    const real = await desk.open(key);
    expect(await real.open()).toEqual(['ADMIN']);
    await real.act('ADMIN', 'approve');
    await real.act('F1', 'approve');
    expect((await real.view()).status).toBe('approved');
  });
});

test('a candidate is previewed instead of what is saved, after the checks that saving would make', async () => {
  const key = await desk.policy(steps());
  const candidate = {
    title: 'New',
    settings: {},
    steps: [{ key: 'ceo', title: 'CEO', mode: 'any', assignees: [{ role: 'executive' }] }],
  };
  const { body } = await preview('ADMIN', key, { subject, requesterId: desk.id('R'), candidate }).expect(200);
  const broken = await preview('ADMIN', key, { subject, candidate: { ...candidate, steps: [] } });

  expect(body).toMatchObject({ policy: { version: null }, steps: [{ people: [{ name: 'CEO', origin: 'role' }] }] });
  expect([broken.status, broken.body.code]).toEqual([422, 'POLICY_INVALID']);
  expect(await database.db('policies').where({ key }).select('version')).toEqual([{ version: 1 }]);
});

test('what would go wrong stands among the warnings', async () => {
  const key = await desk.policy(
    [
      { key: 'law', title: 'Law', mode: 'any', assignees: [{ role: 'legal' }], sla: { duration: 'P9D' } },
      { key: 'pick', title: 'Pick', mode: 'any', assignees: [{ requesterSelect: true }] },
      { key: 'two', title: 'Two', mode: 'quorum', quorum: 2, assignees: [{ role: 'legal' }] },
      { key: 'end', title: 'End', mode: 'any', assignees: [{ role: 'executive' }] },
    ],
    { expiresAfter: 'P3D' },
  );
  const { body } = await preview('R', key, { subject }).expect(200);
  const seen = body as Preview;

  expect(seen.warnings.map(({ code, stepKey }) => [code, stepKey])).toEqual([
    ['NOBODY_FOUND', 'law'],
    ['NOBODY_FOUND', 'pick'],
    ['SELECT_MISSING', 'pick'],
    ['BLOCKED', 'two'],
    ['EXPIRES_FIRST', null],
    ['NOT_APPROVED', null],
  ]);
  expect(seen.steps.map(({ status }) => status)).toEqual(['asked', 'asked', 'blocked', 'not-reached']);
});

test('a request that nobody would decide is warned of, and one that somebody decides is not', async () => {
  const large = { key: 'large', title: 'Large', mode: 'any', assignees: [{ role: 'executive' }], when: 'amount > 100' };
  const key = await desk.policy([large]);
  const codesFor = async (amount: number): Promise<readonly string[]> => {
    const { body } = await preview('R', key, { subject: { ...subject, data: { amount } } }).expect(200);
    return (body as Preview).warnings.map(({ code }) => code);
  };

  expect(await codesFor(100)).toEqual(['NOBODY_DECIDES']);
  expect(await codesFor(101)).toEqual([]);
});

test('a step that passes by itself where its only approver is the requester is warned of, whoever asks', async () => {
  const low = { title: 'Low', mode: 'any', risk: 'low', selfHandler: 'skip', emptyHandler: 'approve' };
  const safe = { title: 'Safe', mode: 'any', risk: 'low', assignees: [{ role: 'executive' }] };
  const key = await desk.policy([
    { ...low, key: 'own', assignees: [{ user: desk.id('R') }] },
    { ...low, key: 'other', assignees: [{ role: 'executive' }] },
    { ...safe, key: 'skips', selfHandler: 'skip' },
    { ...safe, key: 'approves', emptyHandler: 'approve' },
  ]);
  const { body } = await preview('R', key, { subject }).expect(200);
  const { warnings, steps: shown } = body as Preview;

  expect(shown.map(({ status }) => status)).toEqual(['auto', 'asked', 'asked', 'asked']);
  expect(warnings.filter(({ code }) => code === 'OWN_REQUEST_PASSES').map(({ stepKey }) => stepKey)).toEqual([
    'own',
    'other',
  ]);
});

test('people preview their own requests; data that a condition needs must be there', async () => {
  const key = await desk.policy(steps());

  await preview('F1', key, { subject, requesterId: desk.id('R') }).expect(403);
  await preview('ADMIN', key, { subject, requesterId: uuidv7() }).expect(422);
  await preview('R', 'nowhere', { subject }).expect(404);
  const missing = await preview('R', key, { subject: { ...subject, data: {} } });
  expect([missing.status, missing.body.errors[0].path]).toEqual([422, 'subject.data.amount']);
});
