import fc from 'fast-check';
import { inTransaction } from '../../db/transaction';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const owner = aPerson();
const vendors = ['DE', 'CN', 'CN'].map((country, n) => aVendor({ ownerId: owner.id, name: `Vendor ${n}`, country }));

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  services = await openServices(db(), { owner, vendors, count: 5, now: NOW });
});
afterAll(() => database.drop());

const costOf = (month: string, [cost, spend]: readonly [number, number], currency: string) =>
  JSON.stringify({ month, cost: { amount: `${cost}.25`, currency }, vendorSpend: { amount: `${spend}.00`, currency } });

const service = fc.nat(4).map((n) => (): string => services[n] ?? '');
const vendorId = fc.nat(2).map((n) => vendors[n]?.id ?? '');
const Month = fc.constantFrom('2026-01', '2026-02', '2026-03');
const Amounts = fc.tuple(fc.nat(500), fc.nat(3).map((n) => n * 1000)); // prettier-ignore
const Currency = fc.constantFrom('CNY', 'EUR');
const Years = fc.uniqueArray(fc.constantFrom(2024, 2025), { minLength: 1 });

/** What may become of months, and of what they are counted by; several of one kind may come in one statement. */
const Write: fc.Arbitrary<() => PromiseLike<unknown>> = fc.oneof(
  fc
    .record({ of: fc.uniqueArray(fc.nat(4), { minLength: 1 }), month: Month, amounts: Amounts, currency: Currency })
    .map(({ of, month, amounts, currency }) => () => {
      const cost = costOf(month, amounts, currency);
      const rows = of.map((n) => ({ engagement_id: services[n], month, cost, closed_at: new Date(NOW) }));
      return db()('management_costs').insert(rows).onConflict(['engagement_id', 'month']).ignore();
    }),
  fc.record({ id: service, month: Month }).map(({ id, month }) => () => db()('management_costs').where({ engagement_id: id(), month }).delete()), // prettier-ignore
  fc.record({ id: service, amounts: Amounts }).map(({ id, amounts }) => () => db()('management_costs').where({ engagement_id: id() }).update({ cost: costOf('', amounts, 'CNY') })), // prettier-ignore
  fc.record({ id: service, vendor: fc.option(vendorId) }).map(({ id, vendor }) => () => db()('engagements').where({ id: id() }).update({ vendor_id: vendor })), // prettier-ignore
  fc.record({ id: service, type: fc.constantFrom('it', 'hr') }).map(({ id, type }) => () => db()('engagements').where({ id: id() }).update({ service_type: type })), // prettier-ignore
  fc.constantFrom('general', 'critical').map((criticality) => () => db()('engagements').update({ criticality })),
  fc.record({ id: vendorId, country: fc.constantFrom('DE', 'CN') }).map(({ id, country }) => () => db()('vendors').where({ id }).update({ country })), // prettier-ignore
  fc.record({ id: vendorId, years: Years, version: fc.nat(1) }).map(({ id, years, version }) => () => {
    const rows = years.map((year) => ({ vendor_id: id, year, version, figures: '{}', recorded_by: owner.id, recorded_at: new Date(NOW) })); // prettier-ignore
    return db()('vendor_emissions').insert(rows).onConflict(['vendor_id', 'year', 'version']).ignore();
  }),
  fc.record({ id: vendorId, years: Years }).map(({ id, years }) => () => db()('vendor_emissions').where({ vendor_id: id }).whereIn('year', years).delete()), // prettier-ignore
);

const BY = 'month, service_type, criticality, country, teller, currency, spend_currency';

/** The sums as they are kept, and as the months themselves make them. */
async function sums(from: 'kept' | 'scratch') {
  const kept = `select month, service_type, criticality, country, teller, cost_currency as currency, spend_currency, cost, spend, months from paid_months`;
  const scratch = `select c.month, e.service_type, e.criticality, coalesce(v.country, '') as country,
      case when e.vendor_id in (select vendor_id from vendor_emissions) then e.vendor_id::text else '' end as teller,
      c.managed_currency as currency, c.spend_currency, c.managed as cost, c.spend, 1 as months
    from management_costs c join engagements e on e.id = c.engagement_id left join vendors v on v.id = e.vendor_id
    where c.spend > 0`;
  const { rows } = await db().raw<{ rows: unknown[] }>(
    `select ${BY}, sum(cost)::float8 as cost, sum(spend)::float8 as spend, sum(months)::int as months
     from (${from === 'kept' ? kept : scratch}) cells
     group by ${BY} having sum(months) <> 0 or sum(cost) <> 0 or sum(spend) <> 0 order by ${BY}`,
  );
  return rows;
}

async function expectSums(): Promise<void> {
  expect(await db()('paid_months').where('months', '<=', 0)).toEqual([]);
  expect(await sums('kept')).toEqual(await sums('scratch'));
  const { rows } = await db().raw<{ rows: unknown[] }>(
    `(table paid_until except select engagement_id, max(month) from management_costs where spend > 0 group by 1)
     union all (select engagement_id, max(month) from management_costs where spend > 0 group by 1 except table paid_until)`,
  );
  expect(rows).toEqual([]);
  expect(await db()('paid_engagements').where('engagements', '<=', 0)).toEqual([]);
  expect(await newest('paid_engagements')).toEqual(await newest('paid_until'));
}

/** Engagements with a vendor by the newest month that was paid for, as they are kept and as they are. */
async function newest(from: 'paid_engagements' | 'paid_until') {
  const kept = 'select month, sum(engagements)::int as n from paid_engagements group by month order by month';
  const scratch = `select month, count(*)::int as n from paid_until join engagements on engagements.id = engagement_id
    where vendor_id is not null group by month order by month`;
  return (await db().raw<{ rows: unknown[] }>(from === 'paid_until' ? scratch : kept)).rows;
}

test('sums of paid months are what the months make, whatever is closed, removed, moved to another vendor or told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 1, maxLength: 12 }), async (writes) => {
      for (const write of writes) await write();
      await expectSums();
    }),
    { numRuns: 60 },
  );
});

test('writes side by side count each month once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(Write, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
      async (beside) => {
        // prettier-ignore
        await Promise.all(beside.map((writes) => inTurn(writes)));
        await expectSums();
      },
    ),
    { numRuns: 40 },
  );
});

/** Each by itself, tried again after a deadlock as every transaction of the product is. */
async function inTurn(writes: readonly (() => PromiseLike<unknown>)[]): Promise<void> {
  for (const write of writes) await inTransaction(db(), async () => write());
}

test('what a transaction that fails has closed is in no sum', async () => {
  const before = await sums('kept');
  const failing = db().transaction(async (trx) => {
    const row = {
      engagement_id: services[0],
      month: '2026-12',
      cost: costOf('', [1, 1000], 'CNY'),
      closed_at: new Date(NOW),
    };
    await trx('management_costs').insert(row);
    throw new Error('the rest failed');
  });
  await expect(failing).rejects.toThrow('the rest failed');
  expect(await sums('kept')).toEqual(before);
});
