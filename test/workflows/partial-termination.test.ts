import { agendaActivities } from '../../activities/agenda';
import { owedKpis } from '../../db/read/owed-values';
import { planOf } from '../../db/read/agenda';
import { cardOf, definitionsFor } from '../../db/read/period-card';
import { settlementProposal } from '../../db/read/settlement-proposal';
import { contractInForce } from '../../db/read/contract-in-force';
import { findEngagement } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { recordApproved } from '../../db/stores/contract-versions';
import { contractOf, saveContract } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { addDays, addMonthsClamped, daysBetween } from '../../domain/calendar/civil';
import { periodDates, periodOfDate } from '../../domain/calendar/periods';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { ContractDesk, type ContractOf, rowsAbout, TODAY } from './contract-desk';

jest.setTimeout(180_000);

let desk: ContractDesk;
let bystander: string;
let untouched: readonly string[];
beforeAll(async () => {
  desk = await ContractDesk.open();
  bystander = await desk.record();
  untouched = await rowsAbout(desk, bystander);
});
afterAll(() => desk.close());
afterEach(async () => expect(await rowsAbout(desk, bystander)).toEqual(untouched));

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const kpi = (key: string): KpiDefinition => ({
  ...{ key, name: key, unit: '%', direction: 'maximise', weightBp: 5_000, frequency: 'monthly', source: 'vendor' },
  ...{ floor: 0, target: 100 },
});
/** The sixteenth of a month, at least one month of notice from now on: what leaves has been served on fifteen days of it. */
const LEAVES = `${addMonthsClamped(`${TODAY.slice(0, 8)}01`, 2).slice(0, 8)}16`;
const MONTH = periodOfDate(LEAVES, 'monthly');
const NEXT = periodOfDate(addMonthsClamped(LEAVES, 1), 'monthly');
const [START_OF, END_OF] = [periodDates(MONTH).start, periodDates(MONTH).end];
const IN_MONTH = daysBetween(START_OF, END_OF);

/** An engagement that runs with two KPIs, each with a service level, and a milestone for each part. */
async function service(): Promise<{ contract: ContractOf; milestones: Readonly<Record<'early' | 'late', string>> }> {
  const contract = await desk.run();
  await inTransaction(desk.db, async (trx) => {
    const terms = (await contractOf(trx, contract.id))!.terms;
    const slas = ['day', 'night'].map((kpiId) => ({ kpiId, target: 90, poolBp: 10_000, allocBp: 5_000 }));
    await saveContract(trx, contract.id, { terms: { ...terms, atRiskBp: 1_000, slas }, now: Date.now() });
    await recordApproved(trx, contract.id);
    await saveKpis(trx, contract.id, { kpis: [kpi('day'), kpi('night')], contractVersion: 1 });
  });
  const milestone = async (title: string, due: string): Promise<string> => {
    const criteria = [{ key: 'done', text: 'It works.' }];
    return (await contract.send('post', '/milestones', { body: { title, due, criteria } }).expect(201)).body.id;
  };
  return {
    contract,
    milestones: { early: await milestone('Early', addDays(LEAVES, -20)), late: await milestone('Late', addDays(LEAVES, 30)) }, // prettier-ignore
  };
}

const said = (part: object = {}) => ({
  ...{ cause: 'convenience', noticeDate: TODAY, effectiveDate: LEAVES, comment: 'Nobody calls at night.' },
  ...{ scope: ['Night shift'], kpis: ['night'], feeReduction: cny('4000.00'), terminationFee: cny('500.00') },
  ...part,
});
const PATH = '/partial-terminations';
const ask = async (contract: ContractOf, part: object = {}): Promise<string> =>
  (await contract.send('post', PATH, { body: said(part) }).expect(201)).body.id;
const state = async (contract: ContractOf, id: string) => (await contract.send('get', `${PATH}/${id}`)).body;
async function approved(contract: ContractOf, part: object = {}): Promise<string> {
  const id = await ask(contract, part);
  await contract.decide(id, 'S', 'approve');
  await contract.decide(id, 'L', 'approve');
  await contract.settled(id, 'approved');
  return id;
}
/** Does what falls due on a day, as the monitoring would. */
async function comes(contract: ContractOf, kind: string): Promise<number> {
  const plan = await planOf(desk.db, contract.id, { cursor: { at: Date.now(), key: '' }, limit: 400 });
  const items = plan.filter((item) => item.kind === kind);
  const now = items[0]?.at ?? Date.now();
  await agendaActivities(desk).performAgenda({ engagementId: contract.id, items, now });
  return items.length;
}
const report = async (contract: ContractOf, period: string, values: Readonly<Record<string, number>>) => {
  const figure = { status: null, inputs: null, evidence: null, recordedBy: null, recordedAt: Date.now(), revision: 1 };
  await inTransaction(desk.db, async (trx) => {
    for (const [key, value] of Object.entries(values))
      await insertValue(trx, contract.id, { key, period, value, ...figure });
  });
};

test('a part that was approved leaves on its day: contract, KPIs, credits, milestones and tasks follow, the rest goes on', async () => {
  const { contract, milestones } = await service();
  const id = await approved(contract, { milestoneIds: [milestones.late] });
  expect(await state(contract, id)).toMatchObject({ status: 'approved', number: 1, version: 3 });

  // The contract of the day before, and of the day.
  const termsOn = async (day: string) => (await contractInForce(desk.db, contract.id, day))?.terms;
  expect(await termsOn(addDays(LEAVES, -1))).toMatchObject({ monthlyFee: cny('10000.00'), slas: [{ kpiId: 'day' }, { kpiId: 'night' }] }); // prettier-ignore
  expect(await termsOn(LEAVES)).toMatchObject({ monthlyFee: cny('6000.00'), slas: [{ kpiId: 'day' }] });

  // The month in which it leaves is still measured whole, the next one is not.
  const owed = async (period: string) => (await owedKpis(desk.db, contract.id, period)).map(({ key }) => key);
  expect([await owed(MONTH), await owed(NEXT)]).toEqual([['day', 'night'], ['day']]); // prettier-ignore
  expect((await definitionsFor(desk.db, contract.id, NEXT)).kpis).toMatchObject([{ key: 'day', weightBp: 10_000 }]);

  // Credits of that month are a share of what it costs by its days; later ones of the new fee alone.
  await report(contract, MONTH, { day: 50, night: 50 });
  await report(contract, NEXT, { day: 50 });
  const credits = async (period: string) =>
    (await cardOf(desk.db, { id: contract.id }, period))?.card.credits.map((one) => [one.kpi, one.money.amount]);
  const fee = Math.round((1_000_000 * 15 + 600_000 * (IN_MONTH - 15)) / IN_MONTH);
  const half = Math.round((fee * 0.1) / 2) / 100;
  expect((await credits(MONTH))?.map(([key, amount]) => [key, Math.abs(Number(amount) - half) <= 0.01])).toEqual([['day', true], ['night', true]]); // prettier-ignore
  expect(await credits(NEXT)).toEqual([['day', '300.00']]);

  // Its tasks are laid out, and can be done while the service goes on.
  const tasks = (await contract.send('get', '/exit')).body.playbook as {
    key: string;
    partialId: string;
    due: string;
  }[];
  expect(tasks.map(({ key, partialId }) => [key, partialId])).toEqual(['p1.notify-vendor', 'p1.review-contract', 'p1.settle-fees'].map((key) => [key, id])); // prettier-ignore
  await contract.send('post', '/exit/tasks/p1.notify-vendor/done', { body: {}, by: 'O' }).expect(200);
  expect((await contract.send('get', '')).body).toMatchObject({ state: 'IN_SERVICE', exit: null });

  // On the day what is still owed of its milestones is given up; once.
  expect(await comes(contract, 'part-end')).toBe(1);
  expect(await comes(contract, 'part-end')).toBe(0);
  expect(await state(contract, id)).toMatchObject({ status: 'in-force' });
  const all = (await contract.send('get', '/milestones')).body.items as { id: string; state: string }[];
  expect(all.map((one) => [one.id, one.state])).toEqual([[milestones.early, 'planned'], [milestones.late, 'cancelled']]); // prettier-ignore

  // Word of the decision comes once more, as it may after a crash.
  const before = await contract.records();
  await contract.repeat(id, 'approved');
  expect(await contract.records()).toEqual(before);
  expect(await state(contract, id)).toMatchObject({ status: 'in-force', version: 3 });
});

test('it is settled by the days of each fee, now and in the account at the end', async () => {
  const { contract } = await service();
  const id = await approved(contract);
  const invoice = (number: string, period: string) =>
    contract
      .send('post', '/invoices', { body: { number, period, money: cny('10000.00'), status: 'paid' } })
      .expect(201);
  await invoice('R-1', MONTH);
  await invoice('R-2', NEXT);
  const due = Math.round((1_000_000 * 15 + 600_000 * (IN_MONTH - 15)) / IN_MONTH);
  const back = ((1_000_000 - due) / 100).toFixed(2);
  const lines = [
    ['prepaid_refund', back, `contract v3 ${MONTH}`],
    ['prepaid_refund', '4000.00', `contract v3 ${NEXT}`],
    ['termination_fee', '500.00', 'part 1'],
  ];
  const { body } = await contract.send('get', `${PATH}/${id}/settlement`).expect(200);
  const seen = (all: { kind: string; money: { amount: string }; source: string }[]) => all.map((one) => [one.kind, one.money.amount, one.source]); // prettier-ignore
  expect(seen(body.lines)).toEqual(lines);

  // The whole service ends two months later: what was billed too much for the part is in its account too.
  const end = periodDates(periodOfDate(addMonthsClamped(LEAVES, 2), 'monthly')).end;
  const engagement = await findEngagement(desk.db, contract.id);
  const proposal = await settlementProposal(desk.db, {
    ...engagement!,
    exit_cause: 'breach',
    exit_effective_date: end,
  });
  expect(proposal.lines.map(({ kind, minor }) => [kind, minor])).toEqual([
    ['final_fee_prorata', 600_000],
    ['prepaid_refund', 1_000_000 - due],
    ['prepaid_refund', 400_000],
    ['termination_fee', 50_000],
  ]);
});

test('it changes nothing where it was rejected, and lapses where the world has moved on meanwhile', async () => {
  const { contract } = await service();
  const refused = await ask(contract);
  await contract.send('post', PATH, { body: said() }).expect(409);
  await contract.send('post', '/contract/amendments', { body: { changes: { monthlyFee: cny('1.00') }, reason: 'x2', effectiveOn: LEAVES } }).expect(409); // prettier-ignore
  await contract.decide(refused, 'S', 'reject');
  await contract.settled(refused, 'rejected');
  expect(await state(contract, refused)).toMatchObject({ status: 'rejected', version: null });

  const late = await ask(contract);
  await contract.decide(late, 'S', 'approve');
  await desk.db('engagements').where({ id: contract.id }).update({ state: 'EXITING' });
  await contract.decide(late, 'L', 'approve');
  await contract.settled(late, 'approved');
  expect(await state(contract, late)).toMatchObject({ status: 'lapsed', lapsedBecause: expect.stringContaining('EXITING') }); // prettier-ignore
  expect(await comes(contract, 'part-end')).toBe(0);
  expect((await contract.send('get', '/contract/versions')).body.items).toHaveLength(2);
  expect((await contract.send('get', '/exit')).body.playbook).toEqual([]);
});

test('it names everything that is wrong at once, and keeps the notice of the contract', async () => {
  const { contract } = await service();
  const wrong = said({
    effectiveDate: addDays(TODAY, 3),
    kpis: ['none'],
    feeReduction: cny('10000.00'),
    tasks: ['no'],
  });
  const { body } = await contract.send('post', PATH, { body: wrong }).expect(422);
  expect(body.code).toBe('GATE_INCOMPLETE');
  expect((body.errors as { path: string }[]).map(({ path }) => path)).toEqual(['effectiveDate', 'feeReduction', 'kpis.0', 'tasks.0']); // prettier-ignore
  expect((await contract.send('get', PATH)).body.items).toEqual([]);
});
