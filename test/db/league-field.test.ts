import fc from 'fast-check';
import { leagueField, placesInField } from '../../db/read/league-field';
import { servedEngagements } from '../../db/read/served';
import { keepLeagueLines } from '../../db/stores/league-lines';
import { type LeaguePlace, leagueOf, leaguePlace } from '../../domain/review/league';
import { SCORE_RULES_KEY, SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import type { ScoreRules } from '../../domain/review/rules-schema';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const [YESTERDAY, TODAY, TOMORROW] = ['2027-02-19', '2027-02-20', '2027-02-21'] as const;
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const CATEGORIES = ['it', 'hr'];
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
const Fee = fc.option(fc.integer({ min: 0, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2)));
const Service = fc.record({
  vendor: fc.nat(2),
  type: fc.constantFrom('it', 'hr'),
  state: fc.constantFrom('IN_SERVICE', 'IN_SERVICE', 'SUSPENDED', 'CLOSED'),
  live: fc.constantFrom('2026-01-01', '2026-01-01', '2026-01-01', null),
  currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'EUR'),
  fee: Fee,
  quote: Fee,
  amendment: fc.option(fc.record({ on: fc.constantFrom(YESTERDAY, TODAY, TOMORROW), fee: Fee })),
  kept: fc.option(fc.record({ score: Score, previous: Score }), { freq: 6 }),
});
type Service = typeof Service extends fc.Arbitrary<infer S> ? S : never;

const termsOf = (fee: string | null, currency: string) =>
  JSON.stringify({ start: '2026-01-01', initialMonths: 12, ...(fee && { monthlyFee: { amount: fee, currency } }) });

/** As whatever the product does may leave a service: nothing of before stays. */
async function serve(id: string, one: Service): Promise<void> {
  const { vendor, type, state, live, currency, fee, quote, amendment, kept } = one;
  const at = { created_at: new Date(NOW), updated_at: new Date(NOW) };
  await db()('engagements').where({ id }).update({ candidate_id: null });
  for (const table of ['candidates', 'contract_versions', 'contracts', 'rolling_scores'])
    await db()(table).where({ engagement_id: id }).delete();
  const candidate = { id, engagement_id: id, vendor_id: vendors[vendor]?.id, ...at };
  await db()('candidates').insert({ ...candidate, quote: quote && JSON.stringify({ annual: { amount: quote } }) });
  const own = { vendor_id: vendors[vendor]?.id, service_type: type, state, currency, live_on: live, candidate_id: id };
  await db()('engagements').where({ id }).update(own);
  const contract = { engagement_id: id, terms: termsOf(fee, currency), version: 1, updated_at: at.updated_at };
  if (fee !== null) await db()('contracts').insert(contract);
  if (amendment) await amend(id, termsOf(amendment.fee, currency), amendment.on);
  const score = { engagement_id: id, decay: 'linear-12', formula: ROLLING_FORMULA };
  if (kept) await db()('rolling_scores').insert({ ...score, ...kept });
}

const amend = (id: string, terms: string, on: string) =>
  db()('contract_versions').insert({ engagement_id: id, version: 2, kind: 'amendment', terms, sha256: 'a', written_at: new Date(NOW), effective_on: on }); // prettier-ignore

const rulesBy = (score: ScoreRules['vendor']['score']): ScoreRules => ({
  ...SHIPPED_SCORE_RULES,
  rolling: 'linear-12',
  vendor: { ...SHIPPED_SCORE_RULES.vendor, score },
});

type Rows = readonly (readonly unknown[])[];

/** What a league makes of the services, one by one; and the place of each vendor in it. */
async function expectedIn(category: string, rules: ScoreRules, today: string): Promise<[Rows, Rows]> {
  const served = await servedEngagements(db(), { categories: [category], on: today, rolling: rules.rolling });
  const running = served.engagements.filter(({ state }) => state !== 'CLOSED');
  const lines = leagueOf(running, rules);
  const places = lines.map(({ vendorId, rank, score, trend, percentile, place }): [string, LeaguePlace] => [
    vendorId,
    { rank, score, trend, percentile, place },
  ]);
  const rows = lines.map((line) => [line.vendorId, line.score, line.previous, line.engagements]);
  return [rows.toSorted(), places.toSorted()];
}

async function expectLeagues(rules: ScoreRules, today: string): Promise<void> {
  const asked = { today, rules };
  const places = await Promise.all(
    vendors.map(({ id }) => placesInField(db(), { ...asked, vendorId: id, categories: CATEGORIES })),
  );
  for (const category of CATEGORIES) {
    const [rows, expected] = await expectedIn(category, rules, today);
    const field = await leagueField(db(), category, asked);
    expect(field.map((line) => [line.vendorId, line.score, line.previous, line.engagements]).toSorted()).toEqual(rows);
    const found = vendors.flatMap(({ id }, n) =>
      (places[n] ?? []).filter((one) => one.category === category).map(({ own, scores }) => [id, leaguePlace(own, scores, rules)]),
    ); // prettier-ignore
    expect(found.toSorted()).toEqual(expected);
  }
}

const Six = fc.tuple(Service, Service, Service, Service, Service, Service);
const Change = fc.tuple(fc.nat(5), Service);
const by = fc.constantFrom('spend-weighted', 'spend-weighted', 'avg', 'min', 'max');
const day = fc.constantFrom(YESTERDAY, TODAY, TOMORROW);

test('what vendors score in a category, kept or not, is what a league makes of their services on that day', () =>
  fc.assert(
    fc.asyncProperty(Six, fc.array(Change, { maxLength: 3 }), by, day, day, async (all, changes, score, kept, asked) => {
      const rules = rulesBy(score);
      await saveRules(rules);
      for (const [n, one] of all.entries()) await serve(services[n] ?? '', one);
      await keepLeagueLines(db(), kept);
      expect(await db()('league_marks')).toEqual([]);
      await expectLeagues(rules, asked);
      for (const [n, one] of changes) await serve(services[n] ?? '', one);
      await expectLeagues(rules, asked);
      await expectLeagues(rulesBy('avg'), asked);
    }),
    { numRuns: 60 },
  )); // prettier-ignore

const saveRules = (rules: ScoreRules) =>
  db()('settings')
    .insert({ key: SCORE_RULES_KEY, version: 2, body: JSON.stringify(rules), saved_by: owner.id, saved_at: new Date(NOW) })
    .onConflict(['key', 'version'])
    .merge(); // prettier-ignore
