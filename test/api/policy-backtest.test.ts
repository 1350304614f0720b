import type { Worker } from '@temporalio/worker';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import type { Backtest } from '../../domain/approval/backtest-schema';
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
  await desk.hire('CEO', ['executive']);
  for (const name of ['ADMIN', 'R']) {
    const secret = tokenOf(name);
    await insertToken(database.db, {
      id: uuidv7(),
      userId: desk.id(name),
      name,
      secret,
      expiresAt: null,
      now: Date.now(),
    });
  }
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
const backtest = (name: string, key: string, body: object) =>
  request(app)
    .post(`/api/v1/policies/${key}/backtest`)
    .set('authorization', `Bearer ${tokenOf(name)}`)
    .send(body);
const manager = { key: 'manager', title: 'Manager', mode: 'any', assignees: [{ manager: true }] };
const ceo = (limit: number) => ({
  key: 'ceo',
  title: 'CEO',
  mode: 'any',
  assignees: [{ role: 'executive' }],
  when: `amount > ${limit}`,
});
const policy = (limit: number) => ({ title: 'Policy', settings: {}, steps: [manager, ceo(limit)] });
const decade = { from: '2020-01-01', to: '2099-12-31' };

async function decided(key: string, amount: number): Promise<string> {
  const past = await desk.open(key, { data: { amount } });
  await past.act('BOSS', 'approve');
  if (amount > 200_000) await past.act('CEO', 'approve');
  expect((await past.view()).status).toBe('approved');
  return past.id;
}

test('a lower limit of the CEO changes exactly the request between the limits, by one step', async () => {
  const key = await desk.policy(policy(200_000).steps);
  const small = await decided(key, 40_000);
  const middle = await decided(key, 90_000);
  const large = await decided(key, 300_000);
  const withdrawn = await desk.open(key, { data: { amount: 5 } });
  await withdrawn.send('R', { on: 'request', action: 'withdraw', decisionId: 'w' });
  const counts = async () => [
    await database.db('requests').count(),
    await database.db('request_tasks').count(),
    await database.db('policies').count(),
    await database.db('audit_events').count(),
  ];
  const before = await counts();

  const { body } = await backtest('ADMIN', key, { candidate: policy(80_000), ...decade }).expect(200);
  const result = body as Backtest;
  expect(result.totals).toMatchObject({ examined: 3, same: 2, otherApprovers: 1, otherOutcome: 0, cannotTell: 0 });
  expect(result.totals).toMatchObject({ stepsAdded: 1, stepsRemoved: 0, leftOut: { withdrawn: 1 }, truncated: false });
  expect(result.items.map(({ requestId, verdict }) => [requestId, verdict])).toEqual([
    [large, 'same'],
    [middle, 'other-approvers'],
    [small, 'same'],
  ]);
  expect(result.items[1]).toMatchObject({
    firstDivergingStep: 'ceo',
    steps: { added: ['ceo'], removed: [] },
    approvers: { added: [{ stepKey: 'ceo', personId: desk.id('CEO') }], removed: [] },
    outcome: { before: 'approved', after: 'approved' },
    assumedAnswers: 1,
  });
  expect(await counts()).toEqual(before);

  const newest = await backtest('ADMIN', key, { candidate: policy(80_000), ...decade, limit: 1 });
  expect(newest.body).toMatchObject({ totals: { examined: 1, truncated: true }, items: [{ requestId: large }] });
  const blind = await backtest('ADMIN', key, {
    candidate: { ...policy(1), steps: [{ ...manager, when: 'area = 1' }] },
    ...decade,
  });
  expect(blind.body).toMatchObject({
    totals: { cannotTell: 3 },
    items: [{ verdict: 'cannot-tell', outcome: { after: null } }, {}, {}],
  });
});

test('back-tests are for who keeps or audits policies, and of sound candidates within bounds', async () => {
  const body = { candidate: policy(1), ...decade };

  await backtest('R', 'any', body).expect(403);
  await backtest('ADMIN', 'any', { ...body, limit: 1_001 }).expect(422);
  await backtest('ADMIN', 'any', { ...body, to: '2019-12-31' }).expect(422);
  const broken = await backtest('ADMIN', 'any', { ...body, candidate: { ...policy(1), steps: [] } });
  expect([broken.status, broken.body.code]).toEqual([422, 'POLICY_INVALID']);
});
