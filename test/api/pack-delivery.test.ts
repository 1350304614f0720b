import request from 'supertest';
import { insertCreditLines } from '../../db/stores/credit-lines';
import { openRatingRound, saveRatingRound } from '../../db/stores/rating-rounds';
import { inTransaction } from '../../db/transaction';
import { VENDOR_PARTS } from '../../domain/review/pack-schema';
import type { VendorScorecard } from '../../domain/review/vendor-score-schema';
import { ServiceWorld, START } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  await world.since('2026-04-10', '2026-04-15');
});

const scorecard = async (): Promise<VendorScorecard['engagements'][number] | undefined> => {
  const { authorization } = world.people.owner;
  const path = `/api/v1/vendors/${world.vendorId}/scorecard`;
  const { body } = await request(world.app).get(path).set({ authorization }).expect(200);
  return (body as VendorScorecard).engagements[0];
};
const day = (instant: string): number => Date.parse(`${instant}T09:00:00Z`);

async function milestone(title: string, due: string): Promise<string> {
  const criteria = [{ key: 'works', text: 'It works.' }];
  const { body } = await world.call('post', '/milestones', { title, due, criteria }).expect(201);
  return body.id;
}
async function deliver(id: string, on: string): Promise<void> {
  world.now = day(on);
  await world.call('post', `/milestones/${id}/deliver`, { note: 'It is here.' }, 'service').expect(200);
}
async function accept(id: string, on: string): Promise<void> {
  world.now = day(on);
  await world.call('post', `/milestones/${id}/accept`, { criteria: [{ key: 'works', met: true }] }).expect(200);
}

const MARK = { score: 4, comment: null };
async function round(quarter: string, payment: number, part: { closedAt?: number | null; vendorId?: string } = {}) {
  const { closedAt = day('2027-01-25'), vendorId = world.vendorId } = part;
  const own = { engagementId: world.id, quarter, vendorId, closesAt: START + 86_400_000, asked: 1 };
  const marks = { payment: { score: payment, comment: 'Late <again>' }, decisions: MARK, clarity: MARK, scope: MARK };
  await inTransaction(world.database.db, async (trx) => {
    await openRatingRound(trx, { ...own, answer: null, answeredAt: null, closedAt: null }, START);
    await saveRatingRound(trx, { ...own, answer: { marks, remark: 'Good people.' }, answeredAt: START, closedAt });
  });
}

const credit = (period: string, kind: 'credit' | 'earn-back', minor: number, on: string): Promise<void> =>
  inTransaction(world.database.db, (trx) =>
    insertCreditLines(trx, world.id, {
      lines: [{ period, kpi: 'wait', kind, minor }],
      ...{ currency: 'CNY', invoice: on.slice(0, 7), now: day(on) },
    }),
  );

test('a service without any of it has none of the parts', async () => {
  const keys = Object.keys(await world.pack());
  for (const part of ['creditLines', 'milestones', 'rating']) expect(keys).not.toContain(part);
  expect(await scorecard()).toMatchObject({ milestones: { due: 0, open: 0 }, credits: [], rating: null });
});

test('milestones stand with their state, whether they came in time, and their acceptance', async () => {
  world.now = day('2026-06-01');
  const past = await milestone('Long ago', '2026-07-31');
  const late = await milestone('Came late', '2026-10-30');
  await milestone('Nobody brought it', '2026-12-18');
  await milestone('Still to come', '2027-09-30');
  await deliver(past, '2026-07-30');
  await accept(past, '2026-08-03');
  await deliver(late, '2026-11-04');
  await accept(late, '2026-11-09');

  const { milestones } = await world.pack();
  expect(milestones?.punctuality).toEqual({ due: 2, onTime: 0, shareBp: 0, meanDaysLate: 5 });
  expect(milestones?.items).toMatchObject([
    { title: 'Came late', state: 'accepted', deliveredOn: '2026-11-04', daysLate: 5, acceptedOn: '2026-11-09' },
    { title: 'Nobody brought it', state: 'planned', overdue: true, deliveredOn: null, acceptedOn: null },
    { title: 'Still to come', state: 'planned', overdue: false },
  ]);
  world.now = START;
  expect(await scorecard()).toMatchObject({ milestones: { due: 3, onTime: 1, open: 2, accepted: 2 } });
});

test('credits of the time stand beside what was earned back within it, and come to one sum', async () => {
  await credit('2026-05', 'credit', 90_000, '2026-06-09');
  await credit('2026-08', 'credit', 50_000, '2026-09-09');
  await credit('2026-08', 'earn-back', -50_000, '2026-12-09');
  await credit('2026-12', 'credit', 20_000, '2027-01-11');

  const { creditLines } = await world.pack();
  expect(creditLines?.lines.map(({ period, kind, money }) => [period, kind, money.amount])).toEqual([
    ['2026-12', 'credit', '-200.00'],
    ['2026-08', 'earn-back', '500.00'],
  ]);
  expect(creditLines?.totals).toEqual([{ amount: '300.00', currency: 'CNY' }]);
  const cny = (amount: string) => ({ amount, currency: 'CNY' });
  expect((await scorecard())?.credits).toEqual([
    { credited: cny('1600.00'), earnedBack: cny('500.00'), net: cny('1100.00') },
  ]);
});

describe('what the vendor says of us', () => {
  test('is told of rounds that have closed, to both sides', async () => {
    await round('2026-Q2', 5);
    await round('2026-Q3', 2);
    const { rating } = await world.pack();
    expect(rating).toMatchObject({ mean: 3.88, trend: 'down' });
    expect(rating?.rounds).toMatchObject([
      { quarter: '2026-Q3', mean: 3.5, marks: { payment: { score: 2, comment: 'Late <again>' } } },
      { quarter: '2026-Q2', mean: 4.25, remark: 'Good people.' },
    ]);
    expect(VENDOR_PARTS).toContain('rating');
    expect((await scorecard())?.rating).toEqual({ mean: 3.88, trend: 'down' });
  });

  test('stays its own while the round runs, and is never that of another vendor or of a later quarter', async () => {
    await round('2026-Q3', 1, { closedAt: null });
    await round('2027-Q1', 1);
    expect(await world.pack()).not.toHaveProperty('rating');
    await world.database.db('rating_rounds').where({ engagement_id: world.id }).delete();
    const other = world.vendorId;
    await world.begin();
    await round('2026-Q3', 1, { vendorId: other });
    expect(await world.pack()).not.toHaveProperty('rating');
    expect((await scorecard())?.rating).toBeNull();
  });
});
