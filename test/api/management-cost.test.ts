import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { agendaOf } from '../../db/read/agenda';
import { openActionItem } from '../../db/stores/action-items';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { inTransaction, type Trx } from '../../db/transaction';
import type { MonthCost } from '../../domain/delivery/ledger-schema';
import { alarmsOf } from './alarm-list';
import { cny, LedgerWorld, on, RATES } from './ledger-world';
import { codeOf, NOW, pathsOf } from './needs-world';

let ledger: LedgerWorld;
let id: string;
beforeAll(async () => (ledger = await LedgerWorld.open()));
afterAll(() => ledger.world.close());
beforeEach(async () => (id = await ledger.serve()));

const call = (...args: Parameters<LedgerWorld['world']['call']>) => ledger.world.call(...args);
const at = (path: string): string => `/engagements/${id}/${path}`;
const hours = (part: object = {}) => ledger.hours(id, part);
const months = (query = '') => ledger.months(id, query);
const close = (month: string) =>
  agendaActivities({ db: ledger.world.db }).performAgenda({
    engagementId: id,
    items: [{ key: `cost-close:${month}`, kind: 'cost-close', at: NOW, facts: { period: month } }],
    now: NOW,
  });

/** Work that the engine saw in October: an approval of ours, one task done, one done in another way, and two values. */
async function work(): Promise<void> {
  const us = ledger.world.manager.person.id;
  await inTransaction(ledger.world.db, async (trx) => {
    for (const key of ['done', 'elsewhere'])
      await openActionItem(trx, { key: `${id}:${key}`, engagementId: id, kind: 'manual', title: key, assigneeId: us, opensAt: on('2026-10-05T09:00').getTime(), dueAt: NOW, now: NOW }); // prettier-ignore
    await trx('action_items').where({ key: `${id}:done` }).update({ state: 'done', closed_by: us, closed_at: on('2026-10-06T12:00') }); // prettier-ignore
    await trx('action_items').where({ key: `${id}:elsewhere` }).update({ state: 'done', closed_at: on('2026-10-06T12:00') }); // prettier-ignore
    await saveKpis(trx, id, {
      kpis: [{ key: 'uptime', name: 'Uptime', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'internal', floor: 90, target: 99 }], // prettier-ignore
      contractVersion: 1,
    });
    await insertValue(trx, id, { key: 'uptime', period: '2026-09', revision: 1, value: 98, status: null, inputs: null, evidence: null, recordedBy: us, recordedAt: on('2026-10-01T10:00').getTime() }); // prettier-ignore
    await approval(trx);
  });
}

async function approval(trx: Trx): Promise<void> {
  const request = uuidv7();
  const start = on('2026-10-05T09:00');
  await trx('request_subjects').insert({ request_id: request, hash: 'h', type: 'x', title: 'x', data: '{}', roles: '{}', engagement_id: id, created_at: start }); // prettier-ignore
  await trx('requests').insert({ id: request, engagement_id: id, policy_key: 'p', policy_version: 1, requester_id: ledger.world.admin.person.id, status: 'approved', round: 1, subject_hash: 'h', started_at: start, state: '{}', version: 1 }); // prettier-ignore
  const task = { request_id: request, run_id: 'r', round: 1, origin: 'policy', weight: 1, subject_hash: 'h', active_at: start, version: 1 }; // prettier-ignore
  const of = (person: string, part: object) => ({
    ...task,
    id: uuidv7(),
    assignee_id: person,
    owner_id: person,
    ...part,
  });
  await trx('request_tasks').insert([
    of(ledger.helper.person.id, { status: 'done', decision: 'approve', decided_at: on('2026-10-05T17:00') }),
    of(ledger.world.admin.person.id, { status: 'cancelled', decided_at: on('2026-10-05T17:00') }),
  ]);
}

describe('the ledger', () => {
  test('counts what people ended, not what ended by itself, and how long it lay with them', async () => {
    await work();
    const [month] = await months('?from=2026-10&to=2026-10');
    expect(month).toMatchObject({
      month: '2026-10',
      closed: false,
      tasks: 3,
      hours: 1,
      // 8 of the approval, 8 + 3 of the task, 1 of the value.
      waitingHours: 20,
      vendorSpend: cny('10000.00'),
      lines: [
        { role: 'finance', source: 'approval', hours: 0.25, cost: cny('50.00') },
        { role: 'owner', source: 'action-item', hours: 0.5, cost: cny('200.00') },
        { role: 'owner', source: 'kpi-value', hours: 0.25, cost: cny('100.00') },
      ],
      cost: cny('350.00'),
      ratioBp: 350,
      planBp: 300,
      overPlan: false,
    });
  });

  test('begins with the engagement, and asks for no month that has not come', async () => {
    expect((await months()).map(({ month }) => month)).toEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
    expect((await months())[0]).toMatchObject({ vendorSpend: cny('5161.29') });
    expect(await months('?from=2026-12')).toEqual([]);
    expect(pathsOf(await call('get', at('management-cost?from=2026-10&to=2026-09')).expect(422))).toEqual(['to']);
    await call('get', at('management-cost?from=2026-Q3')).expect(400);
  });

  test('closes a month for good, with every month before it', async () => {
    await hours({ on: '2026-09-10', hours: 1 }).expect(201);
    expect((await close('2026-09')).replan).toBe(true);
    expect((await months()).map(({ closed }) => closed)).toEqual([true, true, false, false]);
    expect(codeOf(await hours({ on: '2026-09-11' }).expect(409))).toBe('STATE_CONFLICT');
    await call('put', '/settings/role-rates', ledger.world.admin).send({ rates: [{ role: 'owner', from: '2026-01-01', perHour: cny('1.00') }] }).expect(200); // prettier-ignore
    expect((await months())[1]).toMatchObject({ cost: cny('400.00') });
    await call('put', '/settings/role-rates', ledger.world.admin).send({ rates: RATES }).expect(200); // prettier-ignore
    const later = await agendaOf(ledger.world.db, id, { cursor: { at: NOW, key: '' }, limit: 200 });
    expect(later.filter(({ kind }) => kind === 'cost-close').map(({ facts }) => facts['period']).slice(0, 2)).toEqual(['2026-10', '2026-11']); // prettier-ignore
  });

  test('takes a line of a closed month back today', async () => {
    const { body } = await hours({ on: '2026-09-10', hours: 1 }).expect(201);
    await close('2026-09');
    const reversal = await call('post', at(`timesheets/${(body as { id: string }).id}/reverse`)).send({ reason: 'Twice' }).expect(201); // prettier-ignore
    expect(reversal.body).toMatchObject({ on: '2026-11-24', hours: -1 });
  });

  test('raises one alarm after two months over plan, and none more while it stands', async () => {
    await hours({ on: '2026-09-10', hours: 2 }).expect(201);
    await hours({ on: '2026-10-10', hours: 2 }).expect(201);
    await hours({ on: '2026-11-10', hours: 2 }).expect(201);
    expect((await close('2026-09')).mails).toEqual([]);
    expect(await alarmsOf(ledger.world, id, '')).toEqual([]);
    expect((await close('2026-10')).mails.map(({ kind }) => kind)).toEqual(['alarm']);
    expect(await alarmsOf(ledger.world, id, '')).toMatchObject([
      { rule: 'MGMT_COST_OVERRUN', severity: 'amber', state: 'open' },
    ]);
    expect((await close('2026-11')).mails).toEqual([]);
    expect(await alarmsOf(ledger.world, id, '')).toHaveLength(1);
  });

  test('can be taken along as a sheet', async () => {
    await hours({ on: '2026-09-10', hours: 2 }).expect(201);
    const { text } = await call('get', at('management-cost/export?format=csv&from=2026-09')).expect(200);
    expect(text).toContain('Month,Role,Source,Hours,Cost,Currency');
    expect(text).toContain('2026-09,Owner,Timesheets,2,800.00,CNY');
    await call('get', at('management-cost/export?format=xlsx')).expect(200);
  });

  test('adds up over the portfolio, month by closed month', async () => {
    const share = async () => {
      const { body } = await call('get', '/portfolio').expect(200);
      const [sum] = (body as { managementCost: Pick<MonthCost, 'cost' | 'vendorSpend'>[] }).managementCost;
      return [Number(sum?.cost.amount ?? 0), Number(sum?.vendorSpend.amount ?? 0)] as const;
    };
    const [cost, spend] = await share();
    await hours({ on: '2026-09-10', hours: 2 }).expect(201);
    expect(await share()).toEqual([cost, spend]);
    await close('2026-09');
    expect(await share()).toEqual([cost + 800, expect.closeTo(spend + 15_161.29, 2)]);
  });
});
