import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { migrate, migrateTo } from '../../db/migrate';
import { migrations } from '../../db/migrations';
import type { Counted } from '../../db/read/committed-parts';
import { committed, commitments } from '../../db/read/concentration';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { within } from '../../db/wall/scope';
import { STATES } from '../../domain/engagement/statuses';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
import { anEngagement } from '../activities/migration/parts';
import { aPerson, aVendor } from '../builders';
import { emptyDatabase, testDatabase, type TestDatabase } from '../database';
import { countAfresh, SUMS_AFRESH } from './committed-afresh';
import { openServices } from './services';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const owner = aPerson();
const heir = aPerson();
const vendors = ['DE', 'CN'].map((country, n) => aVendor({ ownerId: owner.id, name: `Vendor ${n}`, country }));
const vendorIds = vendors.map(({ id }) => id);

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
/** One of each service and vendor. */
let candidates: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(db(), heir, NOW);
  services = await openServices(db(), { owner, vendors, count: 3, now: NOW });
  const rows = services.flatMap((id) => vendorIds.map((vendor) => candidateOf(id, vendor)));
  await db()('candidates').insert(rows);
  candidates = rows.map(({ id }) => id);
});
afterAll(() => database.drop());

const candidateOf = (engagement: string, vendor: string) => ({ id: uuidv7(), engagement_id: engagement, vendor_id: vendor, created_at: new Date(NOW), updated_at: new Date(NOW) }); // prettier-ignore
const of = (numbers: readonly number[]): string[] => numbers.map((n) => services[n] ?? '');

const Services = fc.uniqueArray(fc.nat(2), { minLength: 1 });
const Amount = fc.constantFrom('0', '10.50', '900.00', '1234567890123.45', '0.001');
/** Terms may say nothing of a fee. */
const Terms = fc.option(Amount, { nil: undefined }).map((amount) => JSON.stringify(amount === undefined ? {} : { monthlyFee: { amount, currency: 'CNY' } })); // prettier-ignore
const Quote = fc.option(Amount, { nil: null }).map((amount) => amount === null ? null : JSON.stringify({ annual: { amount, currency: 'CNY' } })); // prettier-ignore
const Day = fc.constantFrom('2027-01-01', '2027-02-20', '2027-03-01');
const Part = fc.oneof(
  fc.constantFrom(...STATES, ...STATES.map(() => 'IN_SERVICE')).map((state) => ({ state })),
  fc.constantFrom('it', 'hr').map((type) => ({ service_type: type })),
  fc.constantFrom('general', 'critical').map((criticality) => ({ criticality })),
  fc.constantFrom('CNY', 'EUR').map((currency) => ({ currency })),
  fc.constantFrom(...vendorIds, null).map((vendor) => ({ vendor_id: vendor })),
  fc.constantFrom(owner, heir).map(({ id }) => ({ owner_id: id })),
  fc.constantFrom('green', 'red').map((health) => ({ health })),
);

/** What becomes of engagements, their contracts, amendments and candidates; several of one kind may come in one statement. */
const Write: fc.Arbitrary<() => PromiseLike<unknown>> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(Services, Part).map(([some, part]) => () => db()('engagements').whereIn('id', of(some)).update(part)) }, // prettier-ignore
  fc.tuple(fc.nat(5), fc.boolean()).map(([n, wins]) => () => {
    const id = services[Math.floor(n / 2)];
    return db()('engagements').where({ id }).update({ candidate_id: wins ? candidates[n] : null }); // prettier-ignore
  }),
  fc.tuple(fc.uniqueArray(fc.nat(5), { minLength: 1 }), Quote).map(
    ([some, quote]) =>
      () =>
        db()('candidates').whereIn('id', some.map((n) => candidates[n] ?? '')).update({ quote }), // prettier-ignore
  ),
  fc.tuple(Services, Terms).map(([some, terms]) => () => {
    const rows = of(some).map((id) => ({ engagement_id: id, terms, version: 1, updated_at: new Date(NOW) }));
    return db()('contracts').insert(rows).onConflict('engagement_id').merge();
  }),
  Services.map((some) => () => db()('contracts').whereIn('engagement_id', of(some)).delete()),
  fc.tuple(Services, Terms, fc.integer({ min: 2, max: 4 }), Day).map(([some, terms, version, on]) => () => {
    const rows = of(some).map((id) => ({ engagement_id: id, version, kind: 'amendment', terms, sha256: 'a', written_at: new Date(NOW), effective_on: on })); // prettier-ignore
    return db()('contract_versions').insert(rows).onConflict(['engagement_id', 'version']).merge();
  }),
  Services.map((some) => () => db()('contract_versions').whereIn('engagement_id', of(some)).delete()),
);

const Filter: fc.Arbitrary<PortfolioFilter> = fc.record(
  {
    owner: fc.constantFrom(owner.id, heir.id),
    serviceType: fc.constantFrom('it', 'hr'),
    criticality: fc.constantFrom('general', 'critical'),
    country: fc.constantFrom('DE', 'CN'),
  },
  { requiredKeys: [] },
);
const Question = fc.record({
  filter: fc.oneof(fc.constant({}), Filter),
  without: fc.option(fc.nat(2), { nil: undefined }),
  on: Day,
});

async function expectKept(): Promise<void> {
  const { rows } = await db().raw<{ rows: unknown[] }>(
    `((table committed_sums) except (${SUMS_AFRESH})) union all ((${SUMS_AFRESH}) except (table committed_sums))`,
  );
  expect(rows).toEqual([]);
}

async function expectRead(counted: Counted): Promise<void> {
  expect(await commitments(db(), counted)).toEqual(await countAfresh(db(), counted));
  const all = await countAfresh(db(), { on: counted.on });
  const byCurrency = await committed(db(), counted.on);
  expect(byCurrency.map(({ currency }) => currency)).toEqual([...new Set(all.map(({ currency }) => currency))].toSorted()); // prettier-ignore
  for (const { currency, amount, engagements } of byCurrency) {
    const some = all.filter((one) => one.currency === currency);
    expect(engagements).toBe(some.reduce((sum, one) => sum + one.engagements, 0));
    expect(Number(amount)).toBeCloseTo(
      some.reduce((sum, one) => sum + one.annual, 0),
      1,
    );
  }
}

test('sums of what is committed, and what is read out of them, are what a count of all engagements makes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Write, { minLength: 1, maxLength: 14 }),
      fc.array(Question, { minLength: 4, maxLength: 4 }),
      async (writes, questions) => {
        for (const write of writes) await write();
        await expectKept();
        for (const { filter, on, without } of questions)
          await expectRead({ filter, on, without: without === undefined ? undefined : services[without] });
      },
    ),
    { numRuns: 150 },
  );
});

test('the same where engagements, contracts and candidates are written side by side', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 2, maxLength: 5 }), async (writes) => {
      await Promise.all(writes.map((write) => inTransaction(db(), async () => write())));
      await expectKept();
    }),
    { numRuns: 50 },
  );
});

test('a quote that its vendor writes behind the wall reaches the sums of an engagement that it won', async () => {
  const [id = ''] = await openServices(db(), { owner: aPerson(), count: 1, now: NOW });
  const candidate = candidateOf(id, vendorIds[0] ?? '');
  await db()('candidates').insert(candidate);
  const won = { state: 'CONTRACTING', vendor_id: candidate.vendor_id, candidate_id: candidate.id };
  await db()('engagements').where({ id }).update(won);
  const quote = JSON.stringify({ annual: { amount: '77.00', currency: 'CNY' } });
  await within({ role: 'vendor', candidates: [candidate.id] }, () => db()('candidates').where({ id: candidate.id }).update({ quote })); // prettier-ignore

  const lines = await db()('portfolio_lines').where({ engagement_id: id }).select('quoted');
  expect(lines).toEqual([{ quoted: '77.00' }]);
  await expectKept();

  await db()('engagements').where({ id }).update({ candidate_id: null });
  await db()('candidates').where({ id: candidate.id }).delete();
  await db()('engagements').where({ id }).delete();
  await expectKept();
});

test('engagements and months that were there before are in the sums', async () => {
  const old = await emptyDatabase();
  try {
    await migrateTo(old.url, Object.keys(migrations).filter((name) => name < '0778')); // prettier-ignore
    const { engagementId, vendorId } = await bound(old);
    await migrate(old.url);

    const sums = await old.db('committed_sums').select('vendor_id', 'engagements', 'annual');
    expect(sums).toEqual([{ vendor_id: vendorId, engagements: 1, annual: '55.50' }]);
    expect(await old.db('paid_engagements').select('month', 'engagements')).toEqual([{ month: '2027-01', engagements: 1 }]); // prettier-ignore
    await old.db('paid_until').where({ engagement_id: engagementId }).delete();
    expect(await old.db('paid_engagements')).toEqual([]);
  } finally {
    await old.drop();
  }
});

/** An engagement by a quote, with one paid month. */
async function bound({ db: before }: TestDatabase) {
  const { engagementId, personId } = await anEngagement(before);
  const vendorId = uuidv7();
  const at = new Date(NOW);
  await before('vendors').insert({ id: vendorId, name: 'V', country: 'DE', status: 'qualified', locale: 'en', owner_id: personId, created_at: at, updated_at: at }); // prettier-ignore
  const quote = JSON.stringify({ annual: { amount: '55.50', currency: 'CNY' } });
  const candidate = { ...candidateOf(engagementId, vendorId), quote };
  await before('candidates').insert(candidate);
  await before('engagements').where({ id: engagementId }).update({ state: 'IN_SERVICE', vendor_id: vendorId, candidate_id: candidate.id }); // prettier-ignore
  const cost = { month: '2027-01', cost: { amount: '1.00', currency: 'CNY' }, vendorSpend: { amount: '9.00', currency: 'CNY' } }; // prettier-ignore
  await before('management_costs').insert({ engagement_id: engagementId, month: '2027-01', cost: JSON.stringify(cost), closed_at: at }); // prettier-ignore
  return { engagementId, vendorId };
}
