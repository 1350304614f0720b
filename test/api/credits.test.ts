import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { settleCredits } from '../../activities/credits/settle';
import { sideRequestActivities } from '../../activities/side-requests';
import { cardOf } from '../../db/read/period-card';
import { saveContract } from '../../db/stores/contracts';
import { findEngagement, insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { CREDIT_RULES_KEY, SHIPPED_CREDIT_RULES } from '../../domain/contract/credit-rules';
import type { CreditStatement } from '../../domain/contract/credit-schema';
import { anOpening } from '../builders';
import { ApprovalWorld } from './approval-world';

const DAY = 86_400_000;
const kpi = (key: string) => ({ key, name: `The ${key}`, unit: '%', direction: 'maximise', weightBp: 5000, frequency: 'monthly', source: 'push', floor: 0, target: 100 }) as const; // prettier-ignore
const sla = (kpiId: string, allocBp: number) => ({ kpiId, target: 99, poolBp: 5000, allocBp });

let world: ApprovalWorld;
let id: string;
beforeAll(async () => {
  world = await ApprovalWorld.open({ O: ['manager'], F: ['finance'], S: ['executive'], V: ['vendor'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  id = uuidv7();
  const now = Date.now();
  const body = anOpening({ ownerId: world.id('O'), sponsorId: world.id('S'), roles: { finance: world.id('F'), vendorRep: world.id('V') } }); // prettier-ignore
  await inTransaction(world.database.db, async (trx) => {
    await insertEngagement(trx, { id, body, criticality: 'general', now });
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE' });
    await saveLiveOn(trx, id, '2026-01-01');
    await saveKpis(trx, id, { kpis: [kpi('uptime'), kpi('speed')], contractVersion: 1 });
    // 10 % of 100,000 is at risk: uptime 50 % · 40 % of 10,000 = 2,000 (Texas DIR clause), speed 1,000.
    const terms = { clauses: [], start: '2026-01-01', initialMonths: 24, renewal: 'none' as const, notice: { months: 1, days: 0 }, monthlyFee: { amount: '100000.00', currency: 'CNY' }, atRiskBp: 1000, slas: [sla('uptime', 4000), sla('speed', 2000)] }; // prettier-ignore
    await saveContract(trx, id, { terms, now });
  });
});

const report = (period: string, key: string, value: number, revision = 1) =>
  inTransaction(world.database.db, (trx) => insertValue(trx, id, { key, period, revision, value, status: null, inputs: null, evidence: null, recordedBy: null, recordedAt: Date.now() })); // prettier-ignore

async function close(period: string, values: { readonly uptime: number; readonly speed: number }, on: string) {
  for (const [key, value] of Object.entries(values)) await report(period, key, value);
  const item = { key: `kpi-close:${period}`, kind: 'kpi-close', at: Date.parse(on), facts: { period } } as const;
  return agendaActivities(world.database).performAgenda({ engagementId: id, items: [item], now: Date.parse(on) });
}
const send = (method: 'get' | 'post', path: string, body?: object, by = 'O') =>
  world.call(by, method, `/engagements/${id}${path}`).send(body);
const statement = async (query = '', by = 'O') => (await send('get', `/credits${query}`, undefined, by).expect(200)).body as CreditStatement; // prettier-ignore
const lines = async () =>
  (await statement()).items.flatMap((month) => month.lines.map(({ period, kpi: key, kind, money, invoice }) => [invoice, period, key, kind, money.amount])); // prettier-ignore
const claim = (part: object, by: string) =>
  send(
    'post',
    '/credits/claims',
    { period: '2026-10', kpi: 'uptime', cause: 'dispute', reason: 'Not so', ...part },
    by,
  );
const settle = (requestId: string, outcome: 'approved' | 'rejected', now = Date.now()) =>
  sideRequestActivities(world.database).applySideRequest({ engagementId: id, requestId, outcome, now });
const GOOD = { uptime: 100, speed: 100 };

test('a missed level lowers the next invoice, once, and never below what three good months earn back', async () => {
  await close('2026-01', { uptime: 90, speed: 90 }, '2026-02-09T09:00:00Z');
  expect(await lines()).toEqual([
    ['2026-02', '2026-01', 'uptime', 'credit', '-2000.00'],
    ['2026-02', '2026-01', 'speed', 'credit', '-1000.00'],
  ]);
  for (const [month, on] of [['02', '03'], ['03', '04']] as const) await close(`2026-${month}`, GOOD, `2026-${on}-09T09:00:00Z`); // prettier-ignore
  expect(await lines()).toHaveLength(2);
  await close('2026-04', GOOD, '2026-05-11T09:00:00Z');
  await close('2026-05', GOOD, '2026-06-09T09:00:00Z');
  expect((await lines()).slice(0, 2)).toEqual([
    ['2026-05', '2026-01', 'uptime', 'earn-back', '2000.00'],
    ['2026-05', '2026-01', 'speed', 'earn-back', '1000.00'],
  ]);
  expect(await lines()).toHaveLength(4);
});

test('the page calls a KPI by its name, and leads to the same lines as files', async () => {
  await close('2026-01', { uptime: 90, speed: 100 }, '2026-02-09T09:00:00Z');
  const { get } = await world.signIn('O', '/inbox');
  const { text } = await get(`/engagements/${id}?part=all`).expect(200);
  const [shown = ''] = /<section id="credits">[\s\S]*?<\/section>/.exec(text) ?? [];
  expect([...shown.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual([
    '2026-02',
    '2026-01',
    'The uptime',
    'level missed',
  ]);
  for (const format of ['xlsx', 'csv']) {
    const href = `/api/v1/engagements/${id}/credits/export?format=${format}`;
    expect(shown).toContain(`href="${href.replaceAll('=', '&#x3D;')}"`);
    await get(href).expect(200);
  }
});

test('a value that is corrected later adds a line and leaves the old one', async () => {
  await close('2026-01', { uptime: 90, speed: 100 }, '2026-02-09T09:00:00Z');
  await report('2026-01', 'uptime', 99.5, 2);
  const again = () =>
    inTransaction(world.database.db, async (trx) => {
      const engagement = await findEngagement(trx, id);
      const card = await cardOf(trx, engagement!, '2026-01');
      return settleCredits({ trx, engagement: engagement!, now: Date.parse('2026-03-20T09:00:00Z') }, card!);
    });
  await again();
  await again();
  expect(await lines()).toEqual([
    ['2026-03', '2026-01', 'uptime', 'correction', '2000.00'],
    ['2026-02', '2026-01', 'uptime', 'credit', '-2000.00'],
  ]);
});

test('what the vendor disputes in time and a second person upholds is given back', async () => {
  await close('2026-10', { uptime: 90, speed: 90 }, new Date().toISOString());
  const asked = await claim({}, 'V').expect(201);
  expect(asked.body).toMatchObject({ status: 'open', cause: 'dispute', raisedById: world.id('V') });
  expect((await claim({}, 'V')).body).toMatchObject({ code: 'CONFLICT' });
  const request = (await world.call('F', 'get', `/requests/${asked.body.requestId}`)).body;
  expect(request).toMatchObject({ policy: { key: 'credit-claim' }, subject: { data: { amount: 2000 } } });
  expect(request.steps[0].tasks[0].assigneeId).toBe(world.id('F'));
  await settle(asked.body.requestId as string, 'approved');
  await settle(asked.body.requestId as string, 'approved');
  expect((await lines()).map(([, , key, kind, amount]) => [key, kind, amount])).toEqual([
    ['uptime', 'credit', '-2000.00'],
    ['speed', 'credit', '-1000.00'],
    ['uptime', 'claim', '2000.00'],
  ]);
  expect((await claim({}, 'V')).body).toMatchObject({ code: 'STATE_CONFLICT' });
});

test('a rejected claim changes no line', async () => {
  await close('2026-10', { uptime: 90, speed: 100 }, new Date().toISOString());
  const asked = await claim({ cause: 'force-majeure', evidence: 'Report of the flood' }, 'O').expect(201);
  await settle(asked.body.requestId as string, 'rejected');
  expect((await statement()).claims).toMatchObject([{ status: 'rejected' }]);
  expect(await lines()).toHaveLength(1);
});

test('each side claims its own causes, in time and with evidence', async () => {
  await close('2026-10', { uptime: 90, speed: 100 }, new Date(Date.now() - 30 * DAY).toISOString());
  expect((await claim({}, 'O')).body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect((await claim({ cause: 'client-caused', evidence: 'x' }, 'V')).body).toMatchObject({ code: 'FORBIDDEN' });
  expect((await claim({ cause: 'client-caused' }, 'O')).body).toMatchObject({ errors: [{ path: 'evidence' }] });
  expect((await claim({ kpi: 'speed', cause: 'client-caused', evidence: 'x' }, 'O')).body).toMatchObject({ code: 'STATE_CONFLICT' }); // prettier-ignore
  expect((await claim({}, 'V')).body).toMatchObject({ status: 422, code: 'DISPUTE_TOO_LATE' });
  expect((await statement('', 'V')).items).toHaveLength(1);
});

test('half of what six months put at risk gives the right to terminate, told once', async () => {
  const terms = { clauses: [], start: '2026-01-01', initialMonths: 24, renewal: 'none' as const, notice: { months: 1, days: 0 }, monthlyFee: { amount: '100000.00', currency: 'CNY' }, atRiskBp: 1000, slas: [{ ...sla('uptime', 10_000), poolBp: 10_000 }] }; // prettier-ignore
  await inTransaction(world.database.db, (trx) => saveContract(trx, id, { terms, now: Date.now() }));
  const alarms = () => world.database.db('alarms').where({ engagement_id: id, rule: 'TERMINATION_RIGHT' });
  await close('2026-01', { uptime: 90, speed: 100 }, '2026-02-09T09:00:00Z');
  await close('2026-02', { uptime: 90, speed: 100 }, '2026-03-09T09:00:00Z');
  expect(await alarms()).toEqual([]);
  const third = await close('2026-03', { uptime: 90, speed: 100 }, '2026-04-09T09:00:00Z');
  expect(third.mails.some(({ kind, facts }) => kind === 'alarm' && facts['severity'] === 'red')).toBe(true);
  await close('2026-04', { uptime: 90, speed: 100 }, '2026-05-11T09:00:00Z');
  expect(await alarms()).toMatchObject([{ severity: 'red', evidence: { shareBp: 5000 } }]);
});

test('a third miss running counts half as much again where that is set', async () => {
  const body = { ...SHIPPED_CREDIT_RULES, repeat: { ...SHIPPED_CREDIT_RULES.repeat, on: true } };
  await inTransaction(world.database.db, (trx) => addSetting(trx, { key: CREDIT_RULES_KEY, body, actorId: world.id('O'), now: Date.now() })); // prettier-ignore
  await close('2026-01', { uptime: 90, speed: 100 }, '2026-02-09T09:00:00Z');
  await close('2026-02', { uptime: 90, speed: 100 }, '2026-03-09T09:00:00Z');
  await close('2026-03', { uptime: 90, speed: 90 }, '2026-04-09T09:00:00Z');
  expect((await lines()).slice(0, 2).map(([, , key, , amount]) => [key, amount])).toEqual([
    ['uptime', '-3000.00'],
    ['speed', '-1000.00'],
  ]);
});

test('one invoice comes alone, and the lines as a sheet in the words of the reader', async () => {
  await close('2026-01', { uptime: 90, speed: 100 }, '2026-02-09T09:00:00Z');
  await close('2026-02', { uptime: 90, speed: 100 }, '2026-03-09T09:00:00Z');
  expect((await statement('?month=2026-03')).items).toMatchObject([
    { invoice: '2026-03', total: { amount: '-2000.00' } },
  ]);
  const file = await send('get', '/credits/export?format=csv').buffer(true).expect(200);
  expect(file.text.split(/\r?\n/).slice(0, 2)[0]).toContain('Invoice,Period,KPI,Why,Amount,Currency');
  expect(file.text).toContain('2026-02,2026-01,uptime,level missed,');
});
