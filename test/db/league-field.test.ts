import fc from 'fast-check';
import { leagueField } from '../../db/read/league-field';
import { servedEngagements } from '../../db/read/served';
import { leagueOf } from '../../domain/review/league';
import { SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const TODAY = '2027-02-20';
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const owner = aPerson();
const vendors = [0, 1, 2].map((n) => aVendor({ ownerId: owner.id, name: `Vendor ${n}`, country: 'CN' }));

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  services = await openServices(db(), { owner, vendors, count: 6, now: NOW });
});
afterAll(() => database.drop());

const Score = fc.option(
  fc.integer({ min: 0, max: 1_000_000 }).map((units) => units / 10_000),
  { freq: 4 },
);
const Service = fc.record({
  vendor: fc.nat(2),
  type: fc.constantFrom('it', 'hr'),
  state: fc.constantFrom('IN_SERVICE', 'IN_SERVICE', 'SUSPENDED', 'CLOSED'),
  currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'EUR'),
  fee: fc.option(fc.integer({ min: 0, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2))),
  kept: fc.option(fc.record({ score: Score, previous: Score }), { freq: 6 }),
});

async function serve(id: string, one: typeof Service extends fc.Arbitrary<infer S> ? S : never): Promise<void> {
  const { vendor, type, state, currency, fee, kept } = one;
  const row = { vendor_id: vendors[vendor]?.id, service_type: type, state, currency, live_on: '2026-01-01' };
  await db()('engagements').where({ id }).update(row);
  await db()('contracts').where({ engagement_id: id }).delete();
  await db()('rolling_scores').where({ engagement_id: id }).delete();
  const terms = JSON.stringify({ start: '2026-01-01', initialMonths: 12, monthlyFee: { amount: fee, currency } });
  if (fee !== null) await db()('contracts').insert({ engagement_id: id, terms, version: 1, updated_at: new Date(NOW) });
  const score = { engagement_id: id, decay: 'linear-12', formula: ROLLING_FORMULA };
  if (kept) await db()('rolling_scores').insert({ ...score, ...kept });
}

test('what vendors score in a category, summed where it is, is what a league makes of their services', async () => {
  const by = fc.constantFrom('spend-weighted', 'avg', 'min', 'max');
  await fc.assert(
    fc.asyncProperty(fc.tuple(Service, Service, Service, Service, Service, Service), by, async (all, score) => {
      for (const [n, one] of all.entries()) await serve(services[n] ?? '', one);
      const rules = {
        ...SHIPPED_SCORE_RULES,
        rolling: 'linear-12',
        vendor: { ...SHIPPED_SCORE_RULES.vendor, score },
      } as const;
      const field = await leagueField(db(), { categories: ['it', 'hr'], today: TODAY, rules });
      for (const category of ['it', 'hr']) {
        const served = await servedEngagements(db(), { categories: [category], on: TODAY, rolling: rules.rolling });
        const lines = leagueOf(
          served.engagements.filter(({ state }) => state !== 'CLOSED'),
          rules,
        );
        const expected = lines.map(({ vendorId, score: now, previous }) => [vendorId, now, previous]).toSorted();
        const own = field.filter((line) => line.category === category);
        expect(own.map(({ vendorId, score: now, previous }) => [vendorId, now, previous]).toSorted()).toEqual(expected);
      }
    }),
    { numRuns: 80 },
  );
});
