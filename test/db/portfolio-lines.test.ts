import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { STATES } from '../../domain/engagement/statuses';
import { HEAT_PARTS, PART_OF_RULE } from '../../domain/portfolio/heat';
import { ALARM_RULES } from '../../domain/risk/alarm-rules';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const owner = aPerson();
const heir = aPerson();
const vendors = ['DE', 'CN'].map((country, n) => aVendor({ ownerId: owner.id, name: `Vendor ${n}`, country }));

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(db(), heir, NOW);
  services = await openServices(db(), { owner, vendors, count: 3, now: NOW });
});
afterAll(() => database.drop());

const Terms = fc.record({
  start: fc.constantFrom('2024-01-31', '2025-03-01'),
  initialMonths: fc.integer({ min: 1, max: 36 }),
  renewal: fc.constantFrom('none', 'tacit'),
  // Drafts may say nothing of them yet.
  notice: fc.option(fc.constant({ months: 3, days: 0 }), { nil: undefined }),
  monthlyFee: fc.option(fc.record({ amount: fc.constantFrom('10.50', '900.00'), currency: fc.constant('CNY') }), { nil: undefined }), // prettier-ignore
});
const Services = fc.uniqueArray(fc.nat(2), { minLength: 1 });
const Part = fc.oneof(
  fc.constantFrom(...STATES).map((state) => ({ state })),
  fc.constantFrom('green', 'amber', 'red').map((health) => ({ health })),
  fc.constantFrom('it', 'hr').map((type) => ({ service_type: type })),
  fc.constantFrom('general', 'critical').map((criticality) => ({ criticality })),
  fc.constantFrom('CNY', 'EUR').map((currency) => ({ currency })),
  fc.constantFrom(...vendors, null).map((vendor) => ({ vendor_id: vendor?.id ?? null })),
  fc.constantFrom(owner, heir).map(({ id }) => ({ owner_id: id })),
  // What no line tells.
  fc.constantFrom('One', 'Two').map((title) => ({ title })),
);
const Alarm = fc.record({
  rule: fc.constantFrom(...ALARM_RULES, 'A_RULE_OF_OLD'),
  severity: fc.constantFrom('amber', 'red'),
  state: fc.constantFrom('open', 'acknowledged', 'mitigating', 'closed'),
});
const AlarmPart = fc.oneof(
  fc.constantFrom('amber', 'red').map((severity) => ({ severity })),
  fc.constantFrom('open', 'mitigating', 'closed').map((state) => ({ state })),
  fc.nat(3).map((told) => ({ told })),
);
const of = (numbers: readonly number[]): string[] => numbers.map((n) => services[n] ?? '');

/** What becomes of engagements, contracts with their renewals, and alarms; several of one kind may come in one statement. */
const Write: fc.Arbitrary<() => PromiseLike<unknown>> = fc.oneof(
  fc.tuple(Services, Part).map(
    ([some, part]) =>
      () =>
        db()('engagements').whereIn('id', of(some)).update(part),
  ),
  fc.tuple(Services, Terms).map(([some, terms]) => () => {
    const row = { terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) };
    const rows = of(some).map((id) => ({ ...row, engagement_id: id }));
    return db()('contracts').insert(rows).onConflict('engagement_id').merge();
  }),
  Services.map((some) => () => db()('contracts').whereIn('engagement_id', of(some)).delete()),
  Services.map((some) => () => {
    const rows = of(some).map((id) => ({ engagement_id: id, term_end: '2026-01-31', kind: 'renew', recorded_at: new Date(NOW) })); // prettier-ignore
    return db()('renewal_ledger').insert(rows).onConflict().ignore();
  }),
  Services.map((some) => () => db()('renewal_ledger').whereIn('engagement_id', of(some)).delete()),
  fc.tuple(Services, Alarm).map(([some, alarm]) => () => {
    const at = new Date(NOW);
    const rows = of(some).map((id) => ({ id: uuidv7(), engagement_id: id, subject: 's', evidence: '{}', ack_due_at: at, opened_at: at, updated_at: at, ...alarm })); // prettier-ignore
    return db()('alarms').insert(rows).onConflict().ignore();
  }),
  fc.tuple(Services, AlarmPart).map(
    ([some, part]) =>
      () =>
        openOf(some).update(part),
  ),
  Services.map((some) => () => openOf(some).delete()),
);

/** Where one is closed, another may be open of its rule, so that it is not opened again. */
const openOf = (some: readonly number[]) => db()('alarms').whereIn('engagement_id', of(some)).whereNot('state', 'closed'); // prettier-ignore

const PLACES = ALARM_RULES.map((rule) => `('${rule}', ${HEAT_PARTS.indexOf(PART_OF_RULE[rule])})`).join(', ');
const WARNED = `select engagement_id, sum(level * 4 ^ place)::int as warned from (
    select engagement_id, coalesce(place, ${HEAT_PARTS.indexOf('risk')}) as place, max(case severity when 'red' then 3 else 2 end) as level
    from alarms left join (values ${PLACES}) places (rule, place) using (rule) where state <> 'closed' group by 1, 2) worst
  group by engagement_id`;
const KEPT = 'table portfolio_lines';
const COUNTED = `select e.id, state, health, owner_id, service_type, criticality, vendor_id, candidate_id, currency,
    t.engagement_id is not null, (terms->'monthlyFee'->>'amount')::numeric * 12, coalesce(warned, 0),
    (select (quote->'annual'->>'amount')::numeric from candidates k where k.id = e.candidate_id)
  from engagements e left join contracts c on c.engagement_id = e.id left join term_ends t on t.engagement_id = e.id
    left join (${WARNED}) w on w.engagement_id = e.id`;

async function expectKept(): Promise<void> {
  const { rows } = await db().raw<{ rows: unknown[] }>(
    `((${KEPT}) except (${COUNTED})) union all ((${COUNTED}) except (${KEPT}))`,
  );
  expect(rows).toEqual([]);
}

test('the line of the portfolio tells what its engagement, its contract and its alarms tell, whatever is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 1, maxLength: 10 }), async (writes) => {
      for (const write of writes) await write();
      await expectKept();
    }),
    { numRuns: 60 },
  );
});

test('the same where engagements, contracts, renewals and alarms are written side by side', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Write, { minLength: 2, maxLength: 5 }), async (writes) => {
      await Promise.all(writes.map((write) => inTransaction(db(), async () => write())));
      await expectKept();
    }),
    { numRuns: 40 },
  );
});

test('every rule warns of its part in the line: a rule that is new or moved needs a migration', async () => {
  const { rows } = await db().raw<{ rows: { rule: string; place: number }[] }>(
    'select rule, heat_place_of(rule) as place from unnest(?::text[]) rule',
    [[...ALARM_RULES]],
  );
  expect(Object.fromEntries(rows.map(({ rule, place }) => [rule, HEAT_PARTS[place]]))).toEqual(PART_OF_RULE);
});

test('the line names the candidate that won, and goes with its engagement', async () => {
  const [id = ''] = await openServices(db(), { owner: aPerson(), count: 1, now: NOW });
  const candidate = { id: uuidv7(), engagement_id: id, vendor_id: vendors[0]?.id, created_at: new Date(NOW), updated_at: new Date(NOW) }; // prettier-ignore
  await db()('candidates').insert(candidate);
  await db()('engagements').where({ id }).update({ candidate_id: candidate.id });
  await expectKept();
  const quote = JSON.stringify({ annual: { amount: '120.00', currency: 'CNY' } });
  await db()('candidates').where({ id: candidate.id }).update({ quote });
  await expectKept();
  await db()('engagements').where({ id }).update({ candidate_id: null });
  await db()('candidates').where({ id: candidate.id }).delete();
  await db()('engagements').where({ id }).delete();
  await expectKept();
});
