import { exitActivities } from '../../activities/exit';
import { saveContract } from '../../db/stores/contracts';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { cardOf } from '../../db/read/period-card';
import { inTransaction } from '../../db/transaction';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  const { db } = world.database;
  await db('engagements').where({ id: world.id }).update({ live_on: '2026-01-01' });
  const terms = {
    ...{ clauses: [], start: '2026-01-01', initialMonths: 24, renewal: 'tacit' as const, renewalMonths: 12 },
    ...{ notice: { months: 3, days: 0 }, monthlyFee: cny('3100.00'), terminationFee: cny('500.00'), atRiskBp: 1_000 },
    slas: [{ kpiId: 'uptime', target: 99, poolBp: 10_000, allocBp: 5_000 }],
  };
  await inTransaction(db, (trx) => saveContract(trx, world.id, { terms, now: world.now }));
});

const ask = (body: object) => world.call('post', '/what-if', body);
const invoice = { number: 'R-1', period: '2027-02', money: cny('3100.00') };

test('a termination gives the numbers that the settlement and the playbook will have', async () => {
  await world.call('post', '/invoices', invoice).expect(201);
  const before = await world.trail();
  const { body } = await ask({ terminateOn: '2027-06-16', cause: 'convenience' }).expect(200);
  expect(body).toMatchObject({
    ...{ currentEnd: '2028-01-01', noticeDeadline: '2027-10-01', renewal: null, credits: null },
    termination: { noticeOn: '2027-03-01', earliestEnd: '2027-06-01', inTime: true, terminationFee: cny('500.00') },
  });
  expect(body.termination.exitEnd).toBe('2027-07-16');
  expect(await world.trail()).toEqual(before);
  expect(await world.database.db('engagements').where({ id: world.id }).first()).toMatchObject({ exit_cause: null });

  const exit = { state: 'EXITING', exit_cause: 'convenience', exit_effective_date: '2027-06-16' };
  await world.database.db('engagements').where({ id: world.id }).update(exit);
  const order = { engagementId: world.id, effectiveDate: '2027-06-16', cause: 'convenience', now: world.now };
  await exitActivities(world.database).openExit(order);
  expect((await world.call('get', '/settlement/proposal').expect(200)).body).toEqual(body.termination.settlement);
  const { playbook } = (await world.call('get', '/exit').expect(200)).body;
  const days = (list: readonly { key: string; due: string }[]) => new Map(list.map(({ key, due }) => [key, due]));
  expect(days(body.termination.playbook)).toEqual(days(playbook));
  expect(body.reviewCalendar.length).toBeGreaterThan(0);
  expect((await ask({ terminateOn: '2027-06-16' })).body.reviewCalendar).toEqual(body.reviewCalendar);
});

test.each([
  ['convenience', '2027-06-01', false],
  ['breach', '2027-03-01', true],
  ['data-security', '2027-03-01', true],
])('a notice for %s ends the service on %s at the earliest', async (cause, earliestEnd, inTime) => {
  const { body } = await ask({ terminateOn: '2027-04-01', cause }).expect(200);
  expect(body.termination).toMatchObject({ earliestEnd, inTime });
});

test('a renewal gives its term and what it costs more than now', async () => {
  const { body } = await ask({ renewTerms: { months: 12, monthlyFee: cny('3000.00') } }).expect(200);
  expect(body.renewal).toEqual({
    ...{ currentEnd: '2029-01-01', noticeDeadline: '2028-10-01' },
    ...{ total: cny('36000.00'), costDelta: cny('-1200.00') },
  });
});

test('assumed values of KPIs give the credits that they would earn', async () => {
  const uptime = { key: 'uptime', name: 'Uptime', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'push', floor: 0, target: 100 } as const; // prettier-ignore
  const { db } = world.database;
  await inTransaction(db, (trx) => saveKpis(trx, world.id, { kpis: [uptime], contractVersion: 1 }));
  const { body } = await ask({ kpiAssumption: { uptime: 98 } }).expect(200);
  expect(body.credits).toEqual({
    ...{ period: '2027-03', lines: [{ kpi: 'uptime', money: cny('155.00') }], total: cny('155.00') },
  });
  expect((await ask({ kpiAssumption: { uptime: 99 } })).body.credits.total).toEqual(cny('0.00'));
  const value = { key: 'uptime', period: '2027-03', revision: 1, value: 98, status: null, inputs: null } as const;
  const record = { ...value, evidence: null, recordedBy: null, recordedAt: world.now };
  await inTransaction(db, (trx) => insertValue(trx, world.id, record));
  expect((await cardOf(db, { id: world.id }, '2027-03'))?.card.credits).toEqual(body.credits.lines);
});

test.each([
  ['says nothing', {}, 422],
  ['ends before its notice', { terminateOn: '2027-02-01' }, 422],
  ['is of no KPI', { kpiAssumption: { uptime: 98 } }, 422],
  ['pays in another currency', { renewTerms: { months: 12, monthlyFee: { amount: '1', currency: 'EUR' } } }, 422],
])('an assumption that %s is refused', async (_what, body, status) => {
  await ask(body).expect(status);
});

test('nothing is assumed of what has not begun', async () => {
  await world.database.db('engagements').where({ id: world.id }).update({ state: 'CONTRACTING' });
  await ask({ terminateOn: '2027-06-16' }).expect(409);
});
