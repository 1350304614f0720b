import { insertRun, endRun } from '../../db/stores/dataset-runs';
import { saveDefinition } from '../../db/stores/datasets';
import { saveContract } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { v7 as uuidv7 } from 'uuid';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(async () => {
  await world.begin();
  await world.database
    .db('engagements')
    .where({ id: world.id })
    .update({ criticality: 'critical', live_on: '2027-03-01' });
});
afterAll(() => world.close());

const wholePlan = {
  alternatives: [{ name: 'Own team' }],
  estDays: 90,
  estCost: { amount: '1000.00', currency: 'CNY' },
  dataInventory: [{ name: 'Tickets', personalData: true }],
  ktPlan: 'Shadowing',
  stepIn: 'Security',
  nextTestAt: '2029-06-01',
};
const exit = async () => (await world.call('get', '/exit').expect(200)).body;
const drillItems = () =>
  world.database.db('action_items').where({ engagement_id: world.id, kind: 'exit-drill' }).orderBy('id');

/** A drill as the migration records it: so many bytes in an hour out of a total. */
const drill = ({ totalBytes = 1_000, passed = true }: { totalBytes?: number; passed?: boolean } = {}) =>
  inTransaction(world.database.db, async (trx) => {
    const definition = { key: 'tickets', title: 'Tickets', personalData: true, source: { kind: 'directory', path: '/a' }, target: { kind: 'directory', path: '/b' } } as const; // prettier-ignore
    const id = uuidv7();
    const place = { engagementId: world.id, key: 'tickets' };
    await saveDefinition(trx, place, { definition, now: world.now });
    const run = { ...place, id, mode: 'drill', sampleBp: 500, runnerId: world.people.owner.person.id } as const;
    await insertRun(trx, { ...run, target: {}, now: world.now });
    const differences = passed ? [] : ['a.txt'];
    await endRun(trx, id, {
      state: passed ? 'verified' : 'mismatch',
      verification: {
        at: new Date(world.now).toISOString(),
        rounds: 1,
        passed,
        findings: [{ check: 'files', compared: 1, differences }],
      },
      throughput: { bytes: 1_000, hours: 1, totalBytes },
      now: world.now + 3_600_000,
    });
  });

test('readiness says what each part rests on, in the reader’s language', async () => {
  await world.call('put', '/exit/plan', wholePlan).expect(200);
  await world.call('put', '/exit/returns', []).expect(200);
  await drill();
  const { readiness, datasets } = await exit();
  expect(readiness).toMatchObject({
    score: 92.5,
    parts: { plan: 1, dataExportProven: 1, accessInventory: 1, knowledgeTransfer: 0.5 },
    evidence: {
      accessInventory: [{ text: 'Access and assets were gone through', at: '2027-03-01' }],
      dataExportProven: [{ text: 'tickets: moved and read back', at: '2027-03-01' }],
    },
  });
  expect(datasets[0].drills).toMatchObject([{ hours: 1, exceptions: [], passed: true, noticeDays: 31 }]);
  await world.database.db('users').where({ id: world.people.owner.person.id }).update({ locale: 'zh-CN' });
  expect((await exit()).readiness.evidence.accessInventory[0].text).toBe('权限与资产已清点');
  await world.database.db('users').where({ id: world.people.owner.person.id }).update({ locale: 'en' });
});

test('critical work without preparation is an amber alarm a month after it began, until it is prepared', async () => {
  await world.until('2027-03-30T12:00');
  expect(await world.alarms('EXIT_NOT_READY')).toEqual([]);
  await world.until('2027-03-31T12:00');
  expect(await world.alarms('EXIT_NOT_READY')).toMatchObject([{ severity: 'amber', state: 'open' }]);
  await world.call('put', '/exit/plan', wholePlan).expect(200);
  await world.settle();
  expect(await world.alarms('EXIT_NOT_READY')).toMatchObject([{ state: 'closed' }]);
});

test('general work is left alone', async () => {
  await world.database.db('engagements').where({ id: world.id }).update({ criticality: 'general' });
  await world.until('2028-06-01T00:00');
  expect(await world.alarms('EXIT_NOT_READY')).toEqual([]);
  expect(await drillItems()).toEqual([]);
});

test('the owner is asked for a drill within a year; one that passes ends the task and moves the date', async () => {
  await world.call('put', '/exit/plan', wholePlan).expect(200);
  await world.until('2028-01-30T00:00');
  expect(await drillItems()).toEqual([]);
  await world.until('2028-02-01T00:00');
  expect(await drillItems()).toMatchObject([{ state: 'open', assignee_id: world.people.owner.person.id }]);
  await world.until('2028-03-02T12:00');
  expect(await world.alarms('EXIT_DRILL_OVERDUE')).toMatchObject([{ severity: 'amber', state: 'open' }]);
  await drill();
  await world.settle();
  expect(await drillItems()).toMatchObject([{ state: 'done' }]);
  expect(await world.alarms('EXIT_DRILL_OVERDUE')).toMatchObject([{ state: 'closed' }]);
  await world.until('2029-02-02T00:00');
  expect(await drillItems()).toMatchObject([{ state: 'done' }, { state: 'open' }]);
});

test('a drill that says the exit is slower than the notice of the contract is a red alarm, until the notice is longer', async () => {
  const sign = (months: number) =>
    inTransaction(world.database.db, (trx) =>
      saveContract(trx, world.id, { terms: { clauses: [], notice: { months, days: 0 } }, now: world.now }),
    );
  await sign(1);
  // 600 hours at the measured rate, and 30 % on top: 32.5 days against 31.
  await drill({ totalBytes: 600_000 });
  await world.until('2027-03-01T12:00');
  expect(await world.alarms('EXIT_SLOWER_THAN_NOTICE')).toMatchObject([{ severity: 'red', subject: 'tickets' }]);
  await sign(2);
  await world.settle();
  expect(await world.alarms('EXIT_SLOWER_THAN_NOTICE')).toMatchObject([{ state: 'closed' }]);
});

describe('knowledge', () => {
  const topic = () => ({
    topic: 'Runbook',
    giver: 'Wu',
    receiverId: world.people.stranger.person.id,
    due: '2027-04-01',
    materials: [{ title: 'Wiki', href: 'https://wiki.example.com/runbook' }],
  });
  const plan = async () => (await world.call('post', '/exit/knowledge', topic()).expect(201)).body.id as string;
  const tasks = () => world.database.db('action_items').where({ engagement_id: world.id, kind: 'knowledge-answer' });

  test('has gone over when its receiver says so, and not before', async () => {
    const id = await plan();
    await world.call('post', `/exit/knowledge/${id}/answer`, { accepted: true }, 'stranger').expect(409);
    await world.call('post', `/exit/knowledge/${id}/hand-over`, {}).expect(200);
    expect(await tasks()).toMatchObject([{ state: 'open', assignee_id: world.people.stranger.person.id }]);
    await world.call('post', `/exit/knowledge/${id}/answer`, { accepted: true }).expect(403);
    const no = { accepted: false, comment: 'Step 3 is missing.' };
    await world.call('post', `/exit/knowledge/${id}/answer`, no, 'stranger').expect(200);
    expect((await exit()).readiness.parts.knowledgeTransfer).toBe(0.5);
    await world.call('post', `/exit/knowledge/${id}/hand-over`, {}, 'service').expect(200);
    await world.call('post', `/exit/knowledge/${id}/answer`, { accepted: true }, 'stranger').expect(200);
    expect((await world.call('get', '/exit/knowledge')).body.items).toMatchObject([
      { state: 'accepted', rounds: 2, handedOverBy: world.people.service.person.id },
    ]);
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await exit()).readiness.parts.knowledgeTransfer).toBe(1);
    await world.call('patch', `/exit/knowledge/${id}`, { due: '2027-05-01' }).expect(409);
    expect((await world.trail()).map(({ type }) => type.replace('exit.knowledge-', ''))).toEqual([
      ...['planned', 'handed-over', 'rejected', 'handed-over', 'accepted'],
    ]);
  });

  test('is planned again for another receiver, whom nobody has asked yet', async () => {
    const id = await plan();
    await world.call('post', `/exit/knowledge/${id}/hand-over`, {}).expect(200);
    const receiverId = world.people.service.person.id;

    const { body } = await world.call('patch', `/exit/knowledge/${id}`, { receiverId }).expect(200);

    expect(body).toMatchObject({ state: 'planned', receiverId, handedOverBy: null, handedOverAt: null });
    expect(await tasks()).toMatchObject([{ state: 'done' }]);
    await world.call('post', `/exit/knowledge/${id}/answer`, { accepted: true }, 'service').expect(409);
    await world.call('post', `/exit/knowledge/${id}/hand-over`, {}).expect(200);
    await world.call('post', `/exit/knowledge/${id}/answer`, { accepted: true }, 'service').expect(200);
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('stays handed over where only its day is moved', async () => {
    const id = await plan();
    await world.call('post', `/exit/knowledge/${id}/hand-over`, {}).expect(200);
    const change = { due: '2027-05-01', receiverId: world.people.stranger.person.id };
    const { body } = await world.call('patch', `/exit/knowledge/${id}`, change).expect(200);
    expect(body).toMatchObject({ state: 'handed-over', due: '2027-05-01' });
    expect(await tasks()).toMatchObject([{ state: 'open' }]);
  });

  test.each([
    ['a receiver whom nobody knows', { receiverId: '0191d9a0-0000-7000-8000-000000000001' }, 422],
    ['a link that is none', { materials: [{ title: 'x', href: 'javascript:alert(1)' }] }, 422],
  ])('is not planned with %s', async (_what, part, status) => {
    await world.call('post', '/exit/knowledge', { ...topic(), ...part }).expect(status);
    expect((await world.call('get', '/exit/knowledge')).body.items).toEqual([]);
  });

  test('is planned by the people of the engagement, and moved while it has not been accepted', async () => {
    await world.call('post', '/exit/knowledge', topic(), 'stranger').expect(403);
    const id = await plan();
    const { body } = await world.call('patch', `/exit/knowledge/${id}`, { due: '2027-05-01' }).expect(200);
    expect(body).toMatchObject({ due: '2027-05-01', giver: 'Wu', state: 'planned' });
  });
});
