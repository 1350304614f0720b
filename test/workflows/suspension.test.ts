import { recordActivities } from '../../activities/record';
import { agendaActivities } from '../../activities/agenda';
import { planOf } from '../../db/read/agenda';
import { cardOf, definitionsFor } from '../../db/read/period-card';
import { settlementProposal } from '../../db/read/settlement-proposal';
import { recordApproved } from '../../db/stores/contract-versions';
import { contractOf, saveContract } from '../../db/stores/contracts';
import { findEngagement } from '../../db/stores/engagements';
import { saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { until } from '../../bin/parts/processes';
import { addDays, addMonthsClamped, daysBetween } from '../../domain/calendar/civil';
import { periodDates, periodOfDate } from '../../domain/calendar/periods';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { openEngagement } from '../../domain/engagement/engagement';
import { ContractDesk, type ContractOf, TODAY } from './contract-desk';

jest.setTimeout(180_000);

let desk: ContractDesk;
beforeAll(async () => {
  desk = await ContractDesk.open();
});
afterAll(() => desk.close());

const view = async (contract: ContractOf) => (await contract.send('get', '').expect(200)).body;
const say = (contract: ContractOf, step: 'suspend' | 'resume') =>
  contract.send('post', `/${step}`, { body: { reason: 'An audit.' } });
const suspensions = async (contract: ContractOf) => (await contract.send('get', '/suspensions').expect(200)).body.items;

async function terminated(contract: ContractOf, effectiveDate: string): Promise<void> {
  const body = { cause: 'convenience', noticeDate: TODAY, effectiveDate, comment: 'We go on by ourselves.' };
  const { requestId } = (await contract.send('post', '/termination', { body }).expect(202)).body;
  await contract.decide(requestId, 'S', 'approve');
  await contract.decide(requestId, 'L', 'approve');
  await until(async () => (await view(contract)).state === 'EXITING', {
    limitMs: 20_000,
    sentence: 'The exit was approved and did not begin.',
  });
}

test('a service stands still through the approval of its exit and during its notice; the end does not move', async () => {
  const contract = await desk.run();
  const effectiveDate = addMonthsClamped(TODAY, 2);
  const exit = { cause: 'convenience', effectiveDate };
  await say(contract, 'suspend').expect(200);
  await terminated(contract, effectiveDate);
  expect(await view(contract)).toMatchObject({ state: 'EXITING', suspendedFrom: 'EXITING', exit });
  await say(contract, 'suspend').expect(409);

  expect((await say(contract, 'resume').expect(200)).body).toMatchObject({ state: 'EXITING', suspendedFrom: null, exit }); // prettier-ignore
  await say(contract, 'resume').expect(409);
  expect((await say(contract, 'suspend').expect(200)).body).toMatchObject({ suspendedFrom: 'EXITING', exit });
  expect(await suspensions(contract)).toMatchObject([
    { since: TODAY, until: TODAY, reason: 'An audit.', suspendedById: desk.world.id('M') },
    { since: TODAY, until: null, resumedById: null },
  ]);
});

const kpi = (key: string): KpiDefinition => ({
  ...{ key, name: key, unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'vendor' },
  ...{ floor: 0, target: 100 },
});
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** What the workflow records of a suspension, on days of one's choice. */
async function suspended(id: string, days: readonly [string, string | null], version = 5): Promise<void> {
  const { recordEngagement } = recordActivities(desk);
  const [since, resumed] = days;
  const said = { actorId: null, channel: 'api' as const, detail: { reason: 'An audit.' } };
  const stands = { ...openEngagement(id), state: 'SUSPENDED', suspendedFrom: 'IN_SERVICE', version } as const;
  const goes = { ...stands, state: 'IN_SERVICE', suspendedFrom: null, version: version + 1 } as const;
  await recordEngagement({ ...said, engagement: stands, type: 'engagement.suspended', now: noon(since) });
  await recordEngagement({ ...said, engagement: stands, type: 'engagement.suspended', now: noon(since) });
  if (resumed !== null)
    await recordEngagement({ ...said, engagement: goes, type: 'engagement.resumed', now: noon(resumed) });
}

/** A service since the first of the month before last. */
const LIVE = addMonthsClamped(`${TODAY.slice(0, 8)}01`, -3);
const [FIRST, SECOND, THIRD] = [0, 1, 2].map((n) => periodOfDate(addMonthsClamped(LIVE, n), 'monthly')) as [string, string, string]; // prettier-ignore
async function service(terms: object = {}): Promise<string> {
  const id = await desk.record();
  await desk.db('engagements').where({ id }).update({ live_on: LIVE });
  await inTransaction(desk.db, async (trx) => {
    const known = (await contractOf(trx, id))!.terms;
    await saveContract(trx, id, { terms: { ...known, ...terms }, now: Date.now() });
    await recordApproved(trx, id);
    await saveKpis(trx, id, { kpis: [kpi('answered')], contractVersion: 1 });
  });
  return id;
}
const comes = async (id: string, from: string) =>
  (await planOf(desk.db, id, { cursor: { at: noon(from), key: '' }, limit: 60 })).filter(({ kind }) => kind.startsWith('kpi-')); // prettier-ignore

test('what was served before a suspension is asked for when it is over, and a month of it never is', async () => {
  const id = await service();
  const since = addDays(periodDates(FIRST).end, -1);
  const resumed = addDays(periodDates(SECOND).end, 3);
  await suspended(id, [since, null]);
  const before = { key: `kpi-open:${FIRST}`, kind: 'kpi-open', at: noon(since), facts: { period: FIRST } } as const;
  const perform = (item: typeof before, day: string) =>
    agendaActivities(desk).performAgenda({ engagementId: id, items: [item], now: noon(day) });
  // A date of a plan that was made before.
  expect((await perform(before, addDays(since, 2))).mails).toEqual([]);
  expect((await comes(id, addDays(since, 2))).filter(({ facts }) => facts['period'] === FIRST)).toEqual([]);

  await suspended(id, [since, resumed]);
  const [open, ...rest] = await comes(id, addDays(since, 2));
  expect(open).toMatchObject({ key: `kpi-open:${FIRST}@${resumed}`, at: noon(resumed), facts: { period: FIRST } });
  expect(rest.slice(0, 4).map(({ kind }) => kind)).toEqual(['kpi-reminder', 'kpi-reminder', 'kpi-reminder', 'kpi-close']); // prettier-ignore
  expect(rest.filter(({ facts }) => facts['period'] === SECOND)).toEqual([]);
  const { mails } = await perform(open as typeof before, resumed);
  expect(mails.map(({ kind, facts }) => [kind, facts['period']])).toEqual([['kpi-request', FIRST]]);

  const measured = async (period: string) => (await definitionsFor(desk.db, id, period)).kpis.map(({ key }) => key);
  expect([await measured(FIRST), await measured(SECOND), await measured(THIRD)]).toEqual([['answered'], [], ['answered']]); // prettier-ignore
  expect(await cardOf(desk.db, { id }, SECOND)).toBeNull();
});

test('the fee rests on suspended days where the contract says so, and only there', async () => {
  const { start, end } = periodDates(THIRD);
  const inMonth = daysBetween(start, end);
  const lines = async (terms: object) => {
    const id = await service(terms);
    await suspended(id, [addDays(start, 9), addDays(start, 19)]);
    const row = await findEngagement(desk.db, id);
    const leaving = { ...row!, exit_cause: 'breach', exit_effective_date: end };
    return (await settlementProposal(desk.db, leaving)).lines.map(({ kind, minor }) => [kind, minor]);
  };
  expect(await lines({})).toEqual([['final_fee_prorata', 1_000_000]]);
  expect(await lines({ feeRestsWhenSuspended: true })).toEqual([
    ['final_fee_prorata', Math.round((1_000_000 * (inMonth - 10)) / inMonth)],
  ]);
});
