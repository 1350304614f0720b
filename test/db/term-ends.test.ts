import fc from 'fast-check';
import { inTransaction } from '../../db/transaction';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const owner = aPerson();

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  services = await openServices(db(), { owner, count: 3, now: NOW });
});
afterAll(() => database.drop());

const Terms = fc.record({
  start: fc.constantFrom('2024-01-31', '2025-03-01'),
  initialMonths: fc.integer({ min: 1, max: 36 }),
  renewalMonths: fc.integer({ min: 0, max: 24 }),
  renewal: fc.constantFrom('none', 'express', 'tacit'),
  // Drafts may say nothing of it yet.
  notice: fc.option(fc.constant({ months: 3, days: 0 }), { nil: undefined }),
});
const Service = fc.nat(2).map((n) => (): string => services[n] ?? '');
const Day = fc.constantFrom('2025-01-31', '2026-01-31', '2026-02-28');
const Kind = fc.constantFrom('renew', 'auto_renewed', 'exit');

/** What becomes of contracts and renewals; several of one kind may come in one statement. */
const Write: fc.Arbitrary<() => PromiseLike<unknown>> = fc.oneof(
  fc.record({ terms: Terms, of: fc.uniqueArray(fc.nat(2), { minLength: 1 }) }).map(({ terms, of }) => () => {
    const row = { terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) };
    const rows = of.map((n) => ({ ...row, engagement_id: services[n] }));
    return db()('contracts').insert(rows).onConflict('engagement_id').merge();
  }),
  Service.map((id) => () => db()('contracts').where({ engagement_id: id() }).delete()),
  fc.record({ of: fc.uniqueArray(fc.nat(2), { minLength: 1 }), on: Day, kind: Kind }).map(({ of, on, kind }) => () => {
    const rows = of.map((n) => ({ engagement_id: services[n], term_end: on, kind, recorded_at: new Date(NOW) }));
    return db()('renewal_ledger').insert(rows).onConflict().ignore();
  }),
  fc.record({ id: Service, on: Day }).map(({ id, on }) => () => db()('renewal_ledger').where({ engagement_id: id(), term_end: on }).delete()), // prettier-ignore
);

const KEPT = 'select engagement_id, ends from term_ends';
const COUNTED = `select engagement_id, (term_start + make_interval(months => term_months + coalesce(times, 0) * renewal_months))::date
  from contracts left join (select engagement_id, count(distinct term_end)::int as times from renewal_ledger
    where kind in ('renew', 'auto_renewed') group by engagement_id) ledger using (engagement_id)
  where renewal is not null and notice_months is not null and term_start is not null`;

async function expectKept(): Promise<void> {
  const { rows } = await db().raw<{ rows: unknown[] }>(
    `((${KEPT}) except (${COUNTED})) union all ((${COUNTED}) except (${KEPT}))`,
  );
  expect(rows).toEqual([]);
}

test('the end that is kept of a contract is what its terms and the renewals on record make, whatever is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 1, maxLength: 10 }), async (writes) => {
      for (const write of writes) await write();
      await expectKept();
    }),
    { numRuns: 60 },
  );
});

test('the same where terms and renewals are written side by side', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 2, maxLength: 5 }), async (writes) => {
      await Promise.all(writes.map((write) => inTransaction(db(), async () => write())));
      await expectKept();
    }),
    { numRuns: 40 },
  );
});
