import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { committed, readConcentration } from '../../db/read/concentration';
import { endingContracts, readHeatMap } from '../../db/read/portfolio-heat';
import { overdueApprovals } from '../../db/read/portfolio-overdue';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { addDays } from '../../domain/calendar/civil';
import { contractTimeline } from '../../domain/contract/dates';
import type { ContractTerms } from '../../domain/contract/schema';
import type { RenewalEntry } from '../../domain/contract/term';
import { anOpening, aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const TODAY = '2027-02-20';
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const owner = aPerson();
const german = aVendor({ ownerId: owner.id, name: 'Nord', country: 'DE' });

let database: TestDatabase;
const db = () => database.db;
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(db(), owner, NOW);
  await inTransaction(db(), (trx) => insertVendor(trx, german, NOW));
});
afterAll(() => database.drop());
/** What has ended is in no portfolio. */
const endAll = () => db()('engagements').update({ state: 'CLOSED' });
beforeEach(endAll);

async function engage(part: object = {}): Promise<string> {
  const id = uuidv7();
  const opening = { id, body: anOpening({ ownerId: owner.id }), criticality: 'general', now: NOW } as const;
  await inTransaction(db(), (trx) => insertEngagement(trx, opening));
  await db()('engagements')
    .where({ id })
    .update({ state: 'IN_SERVICE', ...part });
  return id;
}

const contract = (id: string, terms: object) =>
  db()('contracts').insert({ engagement_id: id, terms: JSON.stringify(terms), version: 1, updated_at: new Date(NOW) });
const alarm = (id: string, rule: string, part: object = {}) =>
  db()('alarms').insert({ id: uuidv7(), engagement_id: id, rule, subject: 's', severity: 'red', state: 'open', evidence: '{}', ack_due_at: new Date(NOW), opened_at: new Date(NOW), updated_at: new Date(NOW), ...part }); // prettier-ignore
const map = (filter: object = {}, slice: object = {}) =>
  readHeatMap(db(), filter, { today: TODAY, offset: 0, limit: 50, ...slice });
const partsOf = async (id: string) => (await map()).items.find(({ engagementId }) => engagementId === id)?.parts;

const Terms: fc.Arbitrary<ContractTerms> = fc.record({
  start: fc.date({ min: new Date('2023-01-01'), max: new Date('2027-02-01'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)), // prettier-ignore
  initialMonths: fc.integer({ min: 1, max: 36 }),
  renewal: fc.constantFrom('none', 'express', 'tacit'),
  renewalMonths: fc.integer({ min: 1, max: 24 }),
  notice: fc.record({ months: fc.integer({ min: 0, max: 6 }), days: fc.integer({ min: 0, max: 40 }) }),
});

/** What a workflow had recorded until some days before: renewals one after the other, then perhaps a decision. */
function ledgerOf(terms: ContractTerms, { asOf, last }: { asOf: string; last: RenewalEntry['kind'] | null }) {
  const entries: RenewalEntry[] = contractTimeline(terms, [], asOf).due.map(({ termEnd }) => ({ termEnd, kind: 'auto_renewed' })); // prettier-ignore
  const { currentEnd } = contractTimeline(terms, entries, asOf);
  return last ? [...entries, { termEnd: currentEnd, kind: last }] : entries;
}

test('a contract ends when its timeline says, whatever was renewed, decided or left in silence', async () => {
  await fc.assert(
    fc.asyncProperty(
      Terms,
      fc.integer({ min: 0, max: 20 }),
      fc.option(fc.constantFrom('renew', 'renegotiate', 'exit', 'expired'), { nil: null }),
      async (terms, before, last) => {
        const entries = ledgerOf(terms, { asOf: addDays(TODAY, -before), last });
        const { currentEnd, noticeDeadline, due } = contractTimeline(terms, entries, TODAY);
        // The workflow records a silence of some days long before a second one can follow.
        fc.pre(due.length <= 1);
        const id = await engage();
        await contract(id, terms);
        for (const { termEnd, kind } of entries)
          await db()('renewal_ledger').insert({ engagement_id: id, term_end: termEnd, kind, recorded_at: new Date(NOW) }); // prettier-ignore
        const { items } = await endingContracts(db(), {}, { today: TODAY, days: 36_500, limit: 1 });
        expect(items).toMatchObject([{ engagementId: id, ends: currentEnd, noticeDeadline }]);
        await endAll();
      },
    ),
    { numRuns: 60 },
  );
});

test('a contract ends, renews and costs as the newest amendment says that has begun', async () => {
  const terms = { start: '2026-03-10', initialMonths: 12, renewal: 'none', notice: { months: 1, days: 0 } };
  const costing = (amount: string) => ({ monthlyFee: { amount, currency: 'CNY' } });
  const id = await engage({ vendor_id: german.id });
  await contract(id, { ...terms, ...costing('100.00') });
  const amend = (version: number, on: string, change: object) =>
    db()('contract_versions').insert({ engagement_id: id, version, kind: 'amendment', terms: JSON.stringify({ ...terms, ...change }), sha256: 'a', written_at: new Date(NOW), effective_on: on }); // prettier-ignore
  const seen = async (today: string) => {
    const [end] = (await endingContracts(db(), {}, { today, days: 3_650, limit: 1 })).items;
    const { items } = await readHeatMap(db(), {}, { today, offset: 0, limit: 1 });
    const { vendors } = await readConcentration(db(), { currency: 'CNY', on: today });
    const [{ amount } = { amount: '' }] = await committed(db(), today);
    return [end?.ends, end?.noticeDeadline, end?.renewal, items[0]?.parts.contract, vendors[0]?.annual, Number(amount)];
  };
  const before = ['2027-03-10', '2027-02-10', 'none', 'red', 1200, 1200];
  expect(await seen(TODAY)).toEqual(before);

  await amend(2, TODAY, {
    initialMonths: 24,
    renewal: 'express',
    notice: { months: 2, days: 5 },
    ...costing('300.00'),
  });
  await amend(3, addDays(TODAY, 1), { initialMonths: 36, ...costing('500.00') });
  expect(await seen(addDays(TODAY, -1))).toEqual(before);
  expect(await seen(TODAY)).toEqual(['2028-03-10', '2028-01-05', 'express', 'green', 3600, 3600]);
  expect(await seen(addDays(TODAY, 1))).toEqual(['2029-03-10', '2029-02-10', 'none', 'green', 6000, 6000]);
});

test('a part has the level of its worst open alarm, and nothing before service has one but risk', async () => {
  const serving = await engage({ health: 'green' });
  const planned = await engage({ state: 'VENDOR_SELECTION' });
  await alarm(serving, 'EXIT_NOT_READY', { severity: 'amber' });
  await alarm(serving, 'EXIT_DRILL_OVERDUE');
  await alarm(serving, 'MGMT_COST_OVERRUN', { state: 'closed' });
  await alarm(serving, 'A_RULE_OF_OLD', { severity: 'amber' });

  expect(await partsOf(serving)).toEqual({ performance: 'green', risk: 'amber', contract: null, exit: 'red', cost: 'green' }); // prettier-ignore
  expect(await partsOf(planned)).toEqual({ performance: null, risk: 'green', contract: null, exit: null, cost: null });
});

test('performance is never better than the last rating, and a contract darkens 90 and 30 days before its end', async () => {
  const terms = { initialMonths: 12, renewal: 'none', notice: { months: 0, days: 0 } };
  const levelAt = async (start: string) => {
    const id = await engage({ health: 'red' });
    await contract(id, { ...terms, start });
    return partsOf(id);
  };
  expect(await levelAt('2026-05-22')).toMatchObject({ performance: 'red', contract: 'green' });
  expect(await levelAt('2026-05-21')).toMatchObject({ contract: 'amber' });
  expect(await levelAt('2026-03-22')).toMatchObject({ contract: 'red' });
});

test('the worst come first, counts are over all of them, and lines can be picked by state, part and level', async () => {
  const fine = await engage();
  const burning = await engage({ vendor_id: german.id });
  await engage({ state: 'CLOSED' });
  await alarm(burning, 'R1');
  await alarm(burning, 'SILENCE');
  const warned = await engage({ state: 'EXITING', service_type: 'it' });
  await alarm(warned, 'EXIT_MIGRATION', { severity: 'amber' });

  const whole = await map({}, { limit: 2 });
  expect(whole.items.map(({ engagementId }) => engagementId)).toEqual([burning, warned]);
  expect(whole).toMatchObject({ engagements: 3, lines: 3, byState: { IN_SERVICE: 2, EXITING: 1 } });
  expect(whole.counts.exit).toEqual({ red: 0, amber: 1, green: 2 });
  const listed = async (filter: object, slice: object = {}) =>
    (await map(filter, slice)).items.map(({ engagementId }) => engagementId);
  expect(await listed({}, { offset: 2 })).toEqual([fine]);
  expect(await listed({ part: 'exit', level: 'amber' })).toEqual([warned]);
  expect(await listed({ level: 'red' })).toEqual([burning]);
  expect(await listed({ state: 'EXITING' })).toEqual([warned]);
  expect(await listed({ country: 'DE' })).toEqual([burning]);
  expect(await listed({ serviceType: 'it' })).toEqual([warned]);
  expect(await listed({ owner: uuidv7() })).toEqual([]);
  expect(await listed({ criticality: 'critical' })).toEqual([]);
});

test('approvals are late while somebody can still decide them and their time has passed, longest first', async () => {
  const id = await engage({ vendor_id: german.id });
  const task = async (status: string, due: number, engagement: string | null = id) => {
    const request = uuidv7();
    const at = new Date(NOW);
    const hash = 'a'.repeat(64);
    await db().transaction(async (trx) => {
      await trx('request_subjects').insert({ request_id: request, hash, type: 'gate-award', title: 'T', data: '{}', roles: '{}', engagement_id: engagement, created_at: at }); // prettier-ignore
      await trx('requests').insert({ id: request, gate: 'award', engagement_id: engagement, policy_key: 'p', policy_version: 1, requester_id: owner.id, status: 'pending', round: 1, subject_hash: hash, started_at: at, state: '{}', version: 1 }); // prettier-ignore
      await trx('request_runs').insert({ request_id: request, run_id: 'r1', seq: 1, key: 'k', title: 'Finance', round: 1, mode: 'any', status: 'active', version: 1 }); // prettier-ignore
      await trx('request_tasks').insert({ id: uuidv7(), request_id: request, run_id: 'r1', round: 1, assignee_id: owner.id, owner_id: owner.id, origin: 'direct', weight: 1, status, subject_hash: hash, active_at: at, due_at: new Date(NOW + due), version: 1 }); // prettier-ignore
    });
    return request;
  };
  const late = await task('active', -1);
  const latest = await task('active', -5_000);
  const foreign = await task('active', -2_000, null);
  await task('active', 1);
  await task('approved', -9_000);
  const found = async (filter: object, limit = 9) => {
    const { total, items } = await overdueApprovals(db(), filter, { now: NOW, limit });
    return [total, items.map(({ requestId }) => requestId)];
  };

  expect(await found({})).toEqual([3, [latest, foreign, late]]);
  expect(await found({}, 1)).toEqual([3, [latest]]);
  expect(await found({ country: 'DE' })).toEqual([2, [latest, late]]);
});
