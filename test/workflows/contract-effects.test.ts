import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { planOf } from '../../db/read/agenda';
import { addDays } from '../../domain/calendar/civil';
import { ContractDesk, type ContractOf, endAfter, rowsAbout, TODAY } from './contract-desk';

let desk: ContractDesk;
/** Another engagement, which nothing of all this is about. */
let bystander: string;
let untouched: readonly string[];
beforeAll(async () => {
  desk = await ContractDesk.open();
  bystander = await desk.record();
  untouched = await rowsAbout(desk, bystander);
});
afterAll(async () => {
  await desk.close();
});
afterEach(async () => {
  expect(await rowsAbout(desk, bystander)).toEqual(untouched);
});

jest.setTimeout(180_000);

const [BEFORE, AFTER] = [endAfter(12), endAfter(14)];
const LONGER = { initialMonths: 14 };

/** Proposes two months more; answers the amendment and its request, which have one id. */
async function proposed(contract: ContractOf, effectiveOn = TODAY): Promise<string> {
  const body = { changes: LONGER, reason: 'Two months more', effectiveOn };
  const answer = await contract.send('post', '/contract/amendments', { body }).expect(201);
  return (answer.body as { requestId: string }).requestId;
}

async function asked(contract: ContractOf, part: object = {}): Promise<string> {
  const costDelta = { amount: '2000.00', currency: 'CNY' };
  const body = { scopeDelta: 'Night shift', costDelta, scheduleDeltaDays: 0, reason: 'More calls', ...part };
  const answer = await contract.send('post', '/changes', { body }).expect(201);
  return (answer.body as { requestId: string }).requestId;
}

const statuses = async (contract: ContractOf, path: string): Promise<readonly string[]> => {
  const { body } = await contract.send('get', path).expect(200);
  return (body as { items: readonly { status: string }[] }).items.map(({ status }) => status);
};

describe('an amendment', () => {
  test('that was approved and signed moves the dates that the monitoring sleeps towards, once', async () => {
    const contract = await desk.run();
    const requestId = await proposed(contract);
    await contract.decide(requestId, 'L', 'approve');
    expect(await statuses(contract, '/contract/amendments')).toEqual(['pending']);
    await contract.decide(requestId, 'F', 'approve');
    await contract.settled(requestId, 'approved');
    expect(await statuses(contract, '/contract/amendments')).toEqual(['approved']);
    expect([await contract.ends(), contract.hasPlanned(AFTER)]).toEqual([[BEFORE], false]);

    await contract.signByBoth(requestId);
    await contract.planned(AFTER);
    expect(await contract.ends()).toEqual([AFTER]);

    const records = await contract.records();
    await contract.repeat(requestId, 'approved');
    expect(await contract.records()).toEqual(records);
    expect(await statuses(contract, '/contract/amendments')).toEqual(['in-force']);
    expect(await contract.trail()).toEqual([
      'contract.amendment-proposed',
      'contract.amendment-approved',
      'contract.amendment-signed',
      'contract.amendment-signed',
    ]);
  });

  test('that was rejected changes nothing, and an approval that comes after it is not believed', async () => {
    const contract = await desk.run();
    const before = await contract.coming();
    const requestId = await proposed(contract);
    await contract.decide(requestId, 'L', 'reject');
    await contract.settled(requestId, 'rejected');
    expect(await statuses(contract, '/contract/amendments')).toEqual(['rejected']);

    const records = await contract.records();
    for (const outcome of ['rejected', 'approved'] as const) await contract.repeat(requestId, outcome);
    expect(await contract.records()).toEqual(records);
    const { body } = await contract.send('get', '/contract/versions').expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(1);
    const termDates = (all: typeof before) => all.filter(({ facts }) => facts['termEnd'] !== undefined);
    expect(termDates(await contract.coming())).toEqual(termDates(before));
    expect(contract.hasPlanned(AFTER)).toBe(false);
    expect(await contract.trail()).toEqual(['contract.amendment-proposed', 'contract.amendment-rejected']);
  });
});

describe('a change request', () => {
  test('that was approved with new terms becomes an amendment, whose first day moves the dates', async () => {
    const contract = await desk.run();
    const effectiveOn = addDays(TODAY, 20);
    const requestId = await asked(contract, { amendment: { changes: LONGER, effectiveOn } });
    await contract.decide(requestId, 'O', 'approve');
    await contract.decide(requestId, 'F', 'approve');
    await contract.settled(requestId, 'approved');
    expect(await statuses(contract, '/changes')).toEqual(['amending']);
    await contract.repeat(requestId, 'approved');
    expect(await statuses(contract, '/contract/amendments')).toEqual(['approved']);

    await contract.signByBoth(requestId);
    expect(await statuses(contract, '/changes')).toEqual(['in-force']);
    const begins = (await contract.coming()).filter(({ kind }) => kind === 'amendment-start');
    expect(begins).toMatchObject([{ at: `${effectiveOn}T00:00:00.000Z` }]);
    const first = await planOf(desk.db, contract.id, { cursor: { at: Date.now(), key: '' }, limit: 100 });
    const items = first.filter(({ kind }) => kind === 'amendment-start');
    const now = Date.parse(`${effectiveOn}T00:00:00Z`);
    const outcome = await agendaActivities(desk).performAgenda({ engagementId: contract.id, items, now });
    expect([items.length, outcome.replan]).toEqual([1, true]);
    const cursor = { at: now, key: items[0]?.key ?? '' };
    const later = await planOf(desk.db, contract.id, { cursor, limit: 100 });
    expect(later.filter(({ kind }) => kind === 'term-end').map(({ facts }) => facts['termEnd'])).toEqual([AFTER]);
    expect(later.filter(({ kind }) => kind === 'amendment-start')).toEqual([]);
    const trail = ['change-requested', 'change-approved', 'amendment-signed', 'amendment-signed'];
    expect(await contract.trail()).toEqual(trail.map((type) => `contract.${type}`));
  });

  test('takes effect as it is where the terms stay, and not at all where it was rejected', async () => {
    const contract = await desk.run();
    const [taken, refused] = [await asked(contract), await asked(contract)];
    await contract.decide(taken, 'O', 'approve');
    await contract.decide(refused, 'O', 'reject');
    await contract.decide(taken, 'F', 'approve');
    await Promise.all([contract.settled(taken, 'approved'), contract.settled(refused, 'rejected')]);
    expect(await statuses(contract, '/changes')).toEqual(['in-force', 'rejected']);

    const records = await contract.records();
    await contract.repeat(taken, 'approved');
    await contract.repeat(refused, 'rejected');
    expect(await contract.records()).toEqual(records);
    expect(await statuses(contract, '/contract/amendments')).toEqual([]);
    expect(await contract.ends()).toEqual([BEFORE]);
    const trail = await contract.trail();
    expect(trail.slice(0, 2)).toEqual(['contract.change-requested', 'contract.change-requested']);
    expect(trail.slice(2).sort()).toEqual(['contract.change-approved', 'contract.change-rejected']);
  });
});

describe('consent to a sub-contractor', () => {
  test('lets it begin in silence; whoever begins without is an alarm of the running monitoring', async () => {
    const contract = await desk.run();
    const enter = async (name: string): Promise<string> => {
      const body = { name, service: 'Night shift', country: 'CN', personalData: true };
      return (await contract.send('post', '/subcontractors', { body }).expect(201)).body.id as string;
    };
    const [agreed, refused] = [await enter('Agreed'), await enter('Refused')];
    const key = uuidv7();
    const answer = (id: string, decision: string) =>
      contract
        .send('post', `/subcontractors/${id}/consent`, { body: { decision, comment: 'Audited' }, by: 'L' })
        .set('idempotency-key', `${key}:${id}`)
        .expect(200);
    const given = await answer(agreed, 'consented');
    expect((await answer(agreed, 'consented')).body).toEqual(given.body);
    await answer(refused, 'refused');
    for (const id of [agreed, refused])
      await contract.send('patch', `/subcontractors/${id}`, { body: { active: true } }).expect(200);

    await desk.journal.until(`${contract.id} did subcontractor-alarm ${refused}`);
    const rule = 'SUBCONTRACTOR_UNAPPROVED';
    const alarms = await desk.db('alarms').where({ engagement_id: contract.id, rule }).select('subject', 'severity');
    expect(alarms).toEqual([{ subject: 'Refused', severity: 'red' }]);
    expect(desk.journal.count(`${contract.id} did subcontractor-alarm ${agreed}`)).toBe(0);
    expect((await contract.coming()).filter(({ kind }) => kind === 'subcontractor-alarm')).toEqual([]);
    const trail = ['added', 'added', 'consented', 'refused', 'changed', 'changed'];
    expect(await contract.trail()).toEqual(trail.map((type) => `subcontractor.${type}`));
  });
});
