import { v7 as uuidv7 } from 'uuid';
import { readSheetRows } from '../../api/sheets/read';
import { saveKpis } from '../../db/stores/kpis';
import { insertScorecard } from '../../db/stores/scorecards';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { League } from '../../domain/review/league-schema';
import { SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import type { VendorScorecard } from '../../domain/review/vendor-score-schema';
import { aVendor } from '../builders';
import { codeOf, NeedsWorld, NOW, pathsOf } from './needs-world';

let world: NeedsWorld;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());

const call = (...args: Parameters<NeedsWorld['call']>) => world.call(...args);
const get = async <T>(path: string): Promise<T> => (await call('get', path).expect(200)).body as T;

/** A vendor that serves: scores by period. */
async function serving(
  name: string,
  scores: Readonly<Record<string, number>>,
  { vendorId = uuidv7(), fee = '100' } = {},
) {
  const id = await world.engage({ serviceType: 'logistics' });
  await inTransaction(world.db, async (trx) => {
    const known = await trx('vendors').where({ id: vendorId }).first<object | undefined>();
    if (!known) await insertVendor(trx, aVendor({ id: vendorId, name, ownerId: world.manager.person.id }), NOW);
    await trx('engagements').where({ id }).update({ vendor_id: vendorId, live_on: '2026-01-01', state: 'IN_SERVICE' });
    const terms = { monthlyFee: { amount: fee, currency: 'CNY' } };
    await trx('contracts').insert({ engagement_id: id, terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) }); // prettier-ignore
    for (const [period, score] of Object.entries(scores)) {
      const card = {
        period,
        score,
        coverageBp: 10_000,
        provisional: false,
        standing: 'average',
        kpis: [],
        credits: [],
      };
      await insertScorecard(trx, id, { card, now: NOW });
    }
  });
  return { id, vendorId };
}

const vendors: Record<string, string> = {};
beforeAll(async () => {
  const list = { Ada: [90, 95], Ben: [80, 80], Cai: [70, 60], Dee: [80, 80], Eve: [40, 50] } as const;
  for (const [name, [before, now]] of Object.entries(list))
    vendors[name] = (await serving(name, { '2026-09': before, '2026-10': now })).vendorId;
  await serving('Ada', { '2026-10': 35 }, { vendorId: vendors['Ada'] ?? '', fee: '20' });
  await serving('Fay', {});
});

test('ranks the vendors of a category for a period, with ties, trends and percentiles', async () => {
  const league = await get<League>('/league?category=logistics&period=2026-10');
  expect(league).toMatchObject({ peers: 5, minPeers: 5, percentiles: 'given', next: null });
  expect(league.items.map(({ vendor, rank, score, trend, percentile }) => [vendor, rank, score, trend, percentile])).toEqual([
    ['Ada', 1, 85, 'down', 90],
    ['Ben', 2, 80, 'stable', 60],
    ['Dee', 2, 80, 'stable', 60],
    ['Cai', 4, 60, 'down', 30],
    ['Eve', 5, 50, 'up', 10],
  ]); // prettier-ignore
});

test('the rolling league holds everybody who serves, and a filter its ends', async () => {
  const whole = await get<League>('/league?category=logistics');
  expect(whole.items.map(({ vendor }) => vendor).at(-1)).toBe('Fay');
  const bottom = await get<League>('/league?category=logistics&place=bottom');
  expect(bottom.items.map(({ vendor }) => vendor)).toEqual(['Cai', 'Eve']);
  expect((await get<League>('/league?category=it')).items).toEqual([]);
});

test('too few peers are said, not guessed', async () => {
  const setting = { ...SHIPPED_SCORE_RULES, league: { ...SHIPPED_SCORE_RULES.league, minPeers: 6 } };
  await call('put', '/settings/score-rules', world.admin).send(setting).expect(200);
  const league = await get<League>('/league?category=logistics');
  expect(league.percentiles).toBe('not-enough-peers');
  expect(league.items.map(({ percentile }) => percentile)).toEqual([null, null, null, null, null, null]);
  await call('put', '/settings/score-rules', world.admin).send(SHIPPED_SCORE_RULES).expect(200);
});

test('goes out as a sheet in the words of the reader', async () => {
  const file = await call('get', '/league/export?category=logistics&period=2026-10&format=csv')
    .buffer(true)
    .expect(200);
  const rows = await readSheetRows(Buffer.from(file.text));
  expect(rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
    ['Rank', 'Vendor', 'Score'],
    ['1', 'Ada', '85'],
    ['2', 'Ben', '80'],
    ['2', 'Dee', '80'],
    ['4', 'Cai', '60'],
    ['5', 'Eve', '50'],
  ]);
  expect(file.headers['content-disposition']).toContain('league-logistics-2026-10.csv');
});

test('names the field of a question that makes no sense', async () => {
  const refused = await call('get', '/league?category=mining&period=2026-13').expect(400);
  expect([codeOf(refused), pathsOf(refused)]).toEqual(['MALFORMED', ['category', 'period']]);
});

test('the scorecard of a vendor brings its engagements and KPIs together', async () => {
  const ada = vendors['Ada'] ?? '';
  const ids = (await world.db('engagements').where({ vendor_id: ada }).orderBy('id').select<{ id: string }[]>('id')).map(({ id }) => id); // prettier-ignore
  const kpi = { key: 'on-time', name: 'On time', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'push', floor: 0, target: 100 } as const; // prettier-ignore
  await inTransaction(world.db, async (trx) => {
    for (const [index, id] of ids.entries()) {
      await saveKpis(trx, id, { kpis: [kpi], contractVersion: 1 });
      await trx('kpi_values').insert({ engagement_id: id, key: kpi.key, period: '2026-10', revision: 1, value: 90 + index * 6, recorded_at: new Date(NOW) }); // prettier-ignore
    }
  });
  const card = await get<VendorScorecard>(`/vendors/${ada}/scorecard`);
  expect(card.engagements).toHaveLength(2);
  expect(card).toMatchObject({
    standing: 'poor',
    kpis: [{ key: 'on-time', by: 'avg', value: 93, engagements: 2 }],
    league: [{ category: 'logistics', rank: 1, peers: 5 }],
  });
});

test('the rolling score forgets as it is set to', async () => {
  const { vendorId } = await serving('Gus', { '2026-08': 100, '2026-10': 60 });
  const score = async () => (await get<VendorScorecard>(`/vendors/${vendorId}/scorecard`)).score;
  expect(await score()).toBe(78.1818);
  await call('put', '/settings/score-rules', world.admin)
    .send({ ...SHIPPED_SCORE_RULES, rolling: 'flat' })
    .expect(200);
  expect(await score()).toBe(80);
});
