import { v7 as uuidv7 } from 'uuid';
import fc from 'fast-check';
import { readHeatMap, worstEngagements } from '../../db/read/portfolio-heat';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { addDays } from '../../domain/calendar/civil';
import { anOpening, aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const TODAY = '2027-02-20';
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const owner = aPerson();
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(database.db, owner, NOW);
});
afterAll(() => database.drop());

const Engagement = fc.record({
  state: fc.constantFrom('PLANNED', 'IN_SERVICE', 'SUSPENDED', 'EXITING', 'CLOSED'),
  health: fc.constantFrom('green', 'amber', 'red'),
  alarms: fc.uniqueArray(
    fc.record({
      rule: fc.constantFrom('R1', 'SILENCE', 'EXIT_NOT_READY', 'MGMT_COST_OVERRUN'),
      severity: fc.constantFrom('amber', 'red'),
      state: fc.constantFrom('open', 'acknowledged', 'closed'),
    }),
    { selector: ({ rule }) => rule, maxLength: 3 },
  ),
  endsIn: fc.option(fc.constantFrom(5, 60, 400), { nil: null }),
});
type Drawn = typeof Engagement extends fc.Arbitrary<infer T> ? T : never;

async function engage({ state, health, alarms, endsIn }: Drawn): Promise<void> {
  const { db } = database;
  const id = uuidv7();
  const opening = { id, body: anOpening({ ownerId: owner.id }), criticality: 'general', now: NOW } as const;
  await inTransaction(db, (trx) => insertEngagement(trx, opening));
  await db('engagements').where({ id }).update({ state, health });
  for (const alarm of alarms)
    await db('alarms').insert({ id: uuidv7(), engagement_id: id, subject: 's', evidence: '{}', ack_due_at: new Date(NOW), opened_at: new Date(NOW), updated_at: new Date(NOW), ...alarm }); // prettier-ignore
  if (endsIn === null) return;
  const start = addDays(TODAY, endsIn).replace('2027', '2026').replace('2028', '2027');
  const terms = { start, initialMonths: 12, renewal: 'none', notice: { months: 1, days: 0 } };
  await db('contracts').insert({ engagement_id: id, terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) }); // prettier-ignore
}

test('the worst are those lines of the whole map that have a part that burns, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Engagement, { minLength: 1, maxLength: 8 }), async (drawn) => {
      await database.db('engagements').update({ state: 'CLOSED' });
      for (const one of drawn) await engage(one);
      const { items } = await readHeatMap(database.db, {}, { today: TODAY, offset: 0, limit: 50 });
      const burning = items.filter(({ parts }) =>
        Object.values(parts).some((level) => level === 'red' || level === 'amber'),
      );
      const bad = (level: string | null) => (level === 'red' || level === 'amber' ? level : '-');
      const told = (lines: Readonly<typeof items>) =>
        lines.map(({ engagementId, parts }) => [engagementId, ...Object.values(parts).map(bad)]);
      const worst = await worstEngagements(database.db, { today: TODAY, limit: 5 });
      expect(told(worst)).toEqual(told(burning.slice(0, 5)));
    }),
    { numRuns: 40 },
  );
});
