import { saveContract } from '../../db/stores/contracts';
import { saveKpis } from '../../db/stores/kpis';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { EMISSION_FACTORS_KEY } from '../../domain/green/factors';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { ServiceWorld, START } from './service-world';

const WAIT: KpiDefinition = {
  ...{ key: 'wait', name: 'Waiting', unit: 's', direction: 'minimise', weightBp: 10_000 },
  ...{ frequency: 'monthly', source: 'vendor', floor: 60, target: 20 },
};

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  await world.since('2026-09-10', '2026-10-01');
});

const at = (instant: string): void => {
  world.now = Date.parse(instant);
};
async function issue(day: string, title: string, raisedBy = 'vendor'): Promise<string> {
  at(`${day}T09:00:00Z`);
  const body = { title, severity: 'minor', raisedBy, assignee: 'us', description: 'Nobody answers.' };
  return (await world.call('post', '/issues', body).expect(201)).body.id;
}

test('a pack in which nothing of it happened does without the parts', async () => {
  const keys = Object.keys(await world.pack());
  for (const part of ['issues', 'improvements', 'surveys', 'cost', 'carbon']) expect(keys).not.toContain(part);
});

test('issues are counted in the period, with the time of answers, and each that is open for too long', async () => {
  await issue('2026-09-20', 'Before');
  const answered = await issue('2026-11-02', 'Answered');
  at('2026-11-02T12:00:00Z');
  await world.call('post', `/issues/${answered}/answer`, { comment: 'We look into it.' }).expect(200);
  at('2026-11-05T12:00:00Z');
  await world.call('post', `/issues/${answered}/resolve`, { comment: 'It is back.' }).expect(200);
  await world.call('post', `/issues/${answered}/close`, { comment: 'Done.' }).expect(200);
  await issue('2026-12-07', 'Still open');
  await issue('2026-12-07', 'Among ourselves', 'us');
  await issue('2027-02-20', 'Afterwards');

  expect((await world.pack()).issues).toEqual({
    ...{ opened: 2, closed: 1, open: 3 },
    responses: [
      { side: 'us', n: 1, medianHours: 3, meanHours: 3 },
      { side: 'vendor', n: 0, medianHours: null, meanHours: null },
    ],
    aged: [
      expect.objectContaining({ title: 'Before', days: 162 }),
      expect.objectContaining({ title: 'Still open', days: 84 }),
    ],
  });
});

test('plans, surveys, cost and carbon of the months are told', async () => {
  const { db } = world.database;
  await inTransaction(db, (trx) => saveKpis(trx, world.id, { kpis: [WAIT], contractVersion: 1 }));
  at('2026-11-02T09:00:00Z');
  const measures = [{ title: 'Hire', side: 'vendor', person: 'Wu', due: '2027-01-31' }];
  await world.call('post', '/improvement-plans', { kpis: ['wait'], measures }).expect(201);
  const asked = { title: 'Users', period: '2026-11', questions: ['csat'], closesOn: '2026-12-04', open: true };
  const { body: survey } = await world.call('post', '/surveys', asked).expect(201);
  await db('surveys')
    .where({ id: survey.id })
    .update({ closed_at: new Date(START) });
  const terms = { clauses: [], start: '2026-10-01', monthlyFee: { amount: '1000.00', currency: 'CNY' } };
  const factor = { serviceType: 'customer-service', year: 2026, currency: 'CNY', tonnesPerUnit: 0.001, source: 'S' };
  const actorId = world.people.owner.person.id;
  await inTransaction(db, async (trx) => {
    await saveContract(trx, world.id, { terms, now: START });
    await addSetting(trx, { key: EMISSION_FACTORS_KEY, body: { factors: [factor] }, actorId, now: START });
  });

  const { improvements, surveys, cost, carbon } = await world.pack();
  expect(improvements).toMatchObject([{ number: 1, kpis: ['Waiting'], state: 'open', measures: 1, done: 0 }]);
  expect(surveys).toMatchObject([{ period: '2026-11', answered: 0, csat: { enough: false, shareBp: null } }]);
  expect(cost?.map(({ month, vendorSpend }) => [month, vendorSpend.amount])).toEqual([
    ['2026-10', '1000.00'],
    ['2026-11', '1000.00'],
    ['2026-12', '1000.00'],
  ]);
  expect(carbon?.map(({ month, tonnes, method }) => [month, tonnes, method])).toEqual([
    ['2026-10', 1, 'spend-based'],
    ['2026-11', 1, 'spend-based'],
    ['2026-12', 1, 'spend-based'],
  ]);
});
