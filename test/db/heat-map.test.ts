import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { readHeatMap } from '../../db/read/portfolio-heat';
import { addDays } from '../../domain/calendar/civil';
import { contractTimeline } from '../../domain/contract/dates';
import type { ContractTerms } from '../../domain/contract/schema';
import { isEnded, isServing, type State, STATES } from '../../domain/engagement/statuses';
import { ENDING_DAYS, HEAT_LEVELS, HEAT_PARTS, type HeatLevel, PART_OF_RULE } from '../../domain/portfolio/heat';
import type { HeatFilter, HeatLine } from '../../domain/portfolio/schema';
import type { AlarmRule } from '../../domain/risk/alarm-rules';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const TODAY = '2027-02-20';
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const COUNT = 8;
const owner = aPerson();
const vendor = aVendor({ ownerId: owner.id, name: 'Nord', country: 'DE' });

let database: TestDatabase;
const db = () => database.db;
let services: readonly string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  services = (await openServices(db(), { owner, vendors: [vendor], count: COUNT, now: NOW })).toSorted();
});
afterAll(() => database.drop());

const Terms = fc
  .record({
    start: fc.integer({ min: 1, max: 500 }).map((days) => addDays(TODAY, -days)),
    initialMonths: fc.constantFrom(6, 12, 14, 36),
    renewal: fc.constantFrom('none', 'tacit'),
    renewalMonths: fc.constantFrom(2, 12),
    notice: fc.record({ months: fc.nat(3), days: fc.constant(0) }),
  })
  // The workflow records a silence of some days long before a second one can follow.
  .filter((terms: ContractTerms) => contractTimeline(terms, [], TODAY).due.length <= 1);
const Facts = fc.record({
  state: fc.constantFrom(...STATES, ...Array.from({ length: 8 }, (): State => 'IN_SERVICE')),
  health: fc.constantFrom(...HEAT_LEVELS),
  type: fc.constantFrom('it', 'hr'),
  german: fc.boolean(),
  terms: fc.option(Terms),
  amended: fc.option(Terms, { freq: 6 }),
  alarms: fc.uniqueArray(
    fc.record({
      rule: fc.constantFrom('R1', 'SILENCE', 'CERTIFICATE_EXPIRED', 'EXIT_NOT_READY', 'MGMT_COST_OVERRUN', 'A_RULE_OF_OLD'), // prettier-ignore
      severity: fc.constantFrom('red', 'amber'),
      state: fc.constantFrom('open', 'acknowledged', 'mitigating', 'closed'),
    }),
    { selector: ({ rule }) => rule, maxLength: 2 },
  ),
});
type Facts = typeof Facts extends fc.Arbitrary<infer T> ? T : never;

async function write(facts: readonly Facts[]): Promise<void> {
  for (const table of ['alarms', 'contract_versions', 'contracts'])
    await db()(table).whereIn('engagement_id', services).delete();
  for (const [n, { state, health, type, german, terms, amended, alarms }] of facts.entries()) {
    const id = services[n] ?? '';
    const part = { state, health, service_type: type, vendor_id: german ? vendor.id : null };
    await db()('engagements').where({ id }).update(part);
    if (terms)
      await db()('contracts').insert({ engagement_id: id, terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) }); // prettier-ignore
    if (terms && amended)
      await db()('contract_versions').insert({ engagement_id: id, version: 2, kind: 'amendment', terms: JSON.stringify(amended), sha256: 'a', written_at: new Date(NOW), effective_on: TODAY }); // prettier-ignore
    for (const alarm of alarms)
      await db()('alarms').insert({ id: uuidv7(), engagement_id: id, subject: 's', evidence: '{}', ack_due_at: new Date(NOW), opened_at: new Date(NOW), updated_at: new Date(NOW), ...alarm }); // prettier-ignore
  }
}

const RATED: readonly State[] = ['IN_SERVICE', 'SUSPENDED', 'EXITING'];
const PARTS_OF: Readonly<Record<string, string>> = PART_OF_RULE satisfies Record<AlarmRule, string>;

function endingLevel(terms: ContractTerms | null): HeatLevel | null {
  if (!terms) return null;
  const { currentEnd } = contractTimeline(terms, [], TODAY);
  const near = (days: number): boolean => currentEnd <= addDays(TODAY, days);
  return near(ENDING_DAYS.red) ? 'red' : near(ENDING_DAYS.amber) ? 'amber' : 'green';
}

/** Of one engagement, by nothing but what is on record of it. */
function partsOf({ state, health, terms, amended, alarms }: Facts): HeatLine['parts'] {
  const rated = RATED.includes(state);
  const bare: HeatLine['parts'] = {
    performance: rated ? health : null,
    risk: 'green',
    contract: isServing(state) ? endingLevel(terms && (amended ?? terms)) : null,
    exit: isServing(state) || state === 'EXITING' ? 'green' : null,
    cost: rated ? 'green' : null,
  };
  const warned = (part: string): readonly string[] =>
    alarms
      .filter((one) => one.state !== 'closed' && (PARTS_OF[one.rule] ?? 'risk') === part)
      .map(({ severity }) => severity);
  const worst = (part: (typeof HEAT_PARTS)[number]): HeatLevel | null =>
    HEAT_LEVELS.find((level) => level === bare[part] || warned(part).includes(level)) ?? null;
  return { performance: worst('performance'), risk: worst('risk'), contract: worst('contract'), exit: worst('exit'), cost: worst('cost') }; // prettier-ignore
}

const at = (parts: HeatLine['parts'], level: HeatLevel): number =>
  HEAT_PARTS.filter((part) => parts[part] === level).length;

function expected(facts: readonly Facts[], { state, part, level, serviceType, country }: HeatFilter) {
  const lines = facts
    .map((one, n) => ({ ...one, id: services[n] ?? '', parts: partsOf(one) }))
    .filter((one) => !isEnded(one.state))
    .filter((one) => (!serviceType || one.type === serviceType) && (!country || one.german));
  const chosen = lines
    .filter((one) => !state || one.state === state)
    .filter(({ parts }) => !level || (part ? parts[part] === level : at(parts, level) > 0))
    .toSorted((a, b) => at(b.parts, 'red') - at(a.parts, 'red') || at(b.parts, 'amber') - at(a.parts, 'amber') || (a.id < b.id ? -1 : 1)); // prettier-ignore
  return { engagements: lines.length, items: chosen.map(({ id, parts }) => ({ id, parts })) };
}

const Filter: fc.Arbitrary<HeatFilter> = fc.constantFrom(
  {},
  { level: 'red' },
  { part: 'contract', level: 'green' },
  { state: 'IN_SERVICE' },
  { serviceType: 'it' },
  { country: 'DE', level: 'amber' },
);
const Slice = fc.record({ offset: fc.nat(4), limit: fc.integer({ min: 1, max: COUNT }) });

test('the map shows of every engagement what is on record of it, worst first, whatever is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Facts, { minLength: COUNT, maxLength: COUNT }),
      fc.array(fc.tuple(Filter, Slice), { minLength: 2, maxLength: 4 }),
      async (facts, asked) => {
        await write(facts);
        for (const [filter, { offset, limit }] of asked) {
          const { engagements, items } = expected(facts, filter);
          const map = await readHeatMap(db(), filter, { today: TODAY, offset, limit });
          expect(map).toMatchObject({ engagements, lines: items.length });
          expect(map.items.map(({ engagementId: id, parts }) => ({ id, parts }))).toEqual(
            items.slice(offset, offset + limit),
          );
        }
      },
    ),
    { numRuns: 80 },
  );
});
