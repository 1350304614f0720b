import { v7 as uuidv7 } from 'uuid';
import { agendaActivities, type AgendaOutcome } from '../../activities/agenda';
import { auditTrail } from '../../db/read/audit';
import { agendaLogOf } from '../../db/stores/agenda-log';
import { engagementStream } from '../../db/stores/audit';
import { renewalsOf, saveContract } from '../../db/stores/contracts';
import { findEngagement, insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertPerson } from '../../db/stores/people';
import { scorecardsOf } from '../../db/stores/scorecards';
import { beginSuspension } from '../../db/stores/suspensions';
import { inTransaction } from '../../db/transaction';
import type { ContractBody } from '../../domain/contract/schema';
import type { AgendaItem, AgendaKind } from '../../domain/engagement/agenda';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { anOpening, aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const PERIOD = '2027-01';
const people = { owner: aPerson(), manager: aPerson(), vendor: aPerson({ roles: ['vendor'] }) };
const [OWNER, MANAGER, VENDOR] = [people.owner.id, people.manager.id, people.vendor.id];

let database: TestDatabase;
let id: string;
beforeAll(async () => {
  database = await testDatabase();
  for (const person of Object.values(people)) await insertPerson(database.db, person, NOW);
});
afterAll(() => database.drop());

const kpi = (key: string, source: KpiDefinition['source']): KpiDefinition => ({
  key,
  name: key,
  unit: '%',
  direction: 'maximise',
  weightBp: 5000,
  frequency: 'monthly',
  source,
  floor: 80,
  target: 95,
  red: 85,
});

const TACIT: ContractBody = {
  start: '2026-04-01',
  initialMonths: 12,
  renewal: 'tacit',
  renewalMonths: 12,
  notice: { months: 2, days: 0 },
  clauses: [],
};

/** An engagement in service since December with one KPI of the vendor and one of ours. */
beforeEach(async () => {
  id = uuidv7();
  const roles = { serviceManager: MANAGER, vendorRep: VENDOR };
  await inTransaction(database.db, async (trx) => {
    const body = anOpening({ ownerId: OWNER, roles });
    await insertEngagement(trx, { id, body, criticality: 'general', now: NOW });
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE' });
    await saveLiveOn(trx, id, '2026-12-01');
    const kpis = [kpi('uptime', 'vendor'), kpi('quality', 'internal')];
    await saveKpis(trx, id, { kpis, contractVersion: 1 });
    await saveContract(trx, id, { terms: TACIT, now: NOW });
  });
});

const value = (key: string, figure: number): Promise<void> =>
  inTransaction(database.db, (trx) =>
    insertValue(trx, id, {
      key,
      period: PERIOD,
      revision: 1,
      value: figure,
      status: null,
      inputs: null,
      evidence: null,
      recordedBy: null,
      recordedAt: NOW,
    }),
  );

const item = (kind: AgendaKind, facts: AgendaItem['facts'] = { period: PERIOD }): AgendaItem => ({
  key: `${kind}:1`,
  kind,
  at: NOW,
  facts,
});

const perform = (...items: readonly AgendaItem[]): Promise<AgendaOutcome> =>
  agendaActivities({ db: database.db }).performAgenda({ engagementId: id, items, now: NOW });

const lettersOf = ({ mails }: AgendaOutcome): readonly string[][] =>
  mails.map(({ kind, recipientId, facts }) => [kind, recipientId, facts['keys'] ?? '']);

const tell = async (): Promise<readonly string[]> =>
  (await auditTrail(database.db, engagementStream(id), { after: 0, limit: 50 })).map(({ type }) => type);

test('whoever owes a value is asked for it, and nobody for what is there', async () => {
  expect(lettersOf(await perform(item('kpi-open')))).toEqual([
    ['kpi-request', VENDOR, 'uptime'],
    ['kpi-request', MANAGER, 'quality'],
  ]);

  await value('uptime', 99);
  expect(lettersOf(await perform(item('kpi-reminder')))).toEqual([['kpi-reminder', MANAGER, 'quality']]);
});

test('a closed period has one card, one alarm for each bad value and the health it shows, however often it is closed', async () => {
  await value('uptime', 82);
  await value('quality', 81);
  const first = await perform(item('kpi-close'));
  const again = await perform(item('kpi-close'));

  // Whoever asks again, because the answer was lost, hears the same, so that no letter is lost with it.
  expect(again).toEqual(first);
  expect(first.relabel).toBe(true);
  expect(first.mails.map(({ kind, recipientId }) => [kind, recipientId])).toEqual([
    ['alarm', OWNER],
    ['alarm', OWNER],
    ['standing', VENDOR],
  ]);
  expect(await scorecardsOf(database.db, id)).toMatchObject([{ period: PERIOD }]);
  expect(await database.db('alarms').where({ engagement_id: id })).toHaveLength(2);
  expect(await findEngagement(database.db, id)).toMatchObject({ health: 'red' });
  expect(await tell()).toEqual([
    'alarm.opened',
    'alarm.opened',
    'standing.settled',
    'improvement.opened',
    'agenda.kpi-close',
  ]);
});

test('an item whose date has moved comes round anew', async () => {
  const terms = { ...TACIT, start: '2026-07-01' };
  await inTransaction(database.db, (trx) => saveContract(trx, id, { terms, now: NOW }));
  const recalled = item('notice-reminder', { deadline: '2027-04-30', termEnd: '2027-07-01' });
  await perform(recalled);
  const later = await perform({ ...recalled, at: recalled.at + 86_400_000 });

  expect(later.mails.map(({ kind }) => kind)).toEqual(['notice-reminder']);
  expect(await agendaLogOf(database.db, id)).toHaveLength(1);
  expect(await tell()).toEqual(['agenda.notice-reminder', 'agenda.notice-reminder']);
});

test('a suspension stops the dates of the service and leaves those of the contract', async () => {
  await database.db('engagements').where({ id }).update({ state: 'SUSPENDED' });
  const terms = { ...TACIT, start: '2026-07-01' };
  await inTransaction(database.db, (trx) => saveContract(trx, id, { terms, now: NOW }));
  const notice = item('notice-reminder', { deadline: '2027-04-30', termEnd: '2027-07-01' });
  const outcome = await perform(item('kpi-open'), item('review-open'), notice);

  expect(outcome.reviews).toEqual([]);
  expect(outcome.mails.map(({ kind }) => kind)).toEqual(['notice-reminder']);
  expect((await agendaLogOf(database.db, id)).map(({ kind }) => kind).sort()).toEqual([
    'kpi-open',
    'notice-reminder',
    'review-open',
  ]);
  expect(await tell()).toEqual(['agenda.notice-reminder']);
});

test.each([0, 1])('noted %i ms after a review fell due, a suspension puts it off only if that is 0', async (ms) => {
  await database.db('engagements').where({ id }).update({ state: 'SUSPENDED' });
  const step = { engagementId: id, version: 1, day: '2027-02-20', by: null, now: NOW + ms, reason: 'A strike.' };
  await inTransaction(database.db, (trx) => beginSuspension(trx, step));
  expect((await perform(REVIEW)).reviews).toHaveLength(ms);
});

test('a tacit contract is renewed once when its notice deadline has passed in silence', async () => {
  const deadline = item('notice-deadline', { deadline: '2027-01-31', termEnd: '2027-04-01' });
  const first = await perform(deadline);
  const again = await perform(deadline);

  expect(first.mails.map(({ kind, facts }) => [kind, facts['newEnd']])).toEqual([['contract-renewed', '2028-04-01']]);
  expect(again).toEqual(first);
  expect(first.replan).toBe(true);
  expect(await renewalsOf(database.db, id)).toEqual([
    expect.objectContaining({ termEnd: '2027-04-01', kind: 'auto_renewed' }),
  ]);
});

test.each([
  ['tacit', 'notice-deadline', '2027-05-02'],
  ['none', 'term-end', '2027-07-01'],
] as const)(
  'nobody owes the decision about a renewal any more once a %s contract passes its %s',
  async (renewal, kind, day) => {
    const terms = { ...TACIT, start: '2026-07-01', renewal };
    await inTransaction(database.db, (trx) => saveContract(trx, id, { terms, now: NOW }));
    const facts = { deadline: '2027-04-30', termEnd: '2027-07-01' };
    const owed = () => database.db('action_items').where({ engagement_id: id }).pluck<string[]>('state');
    await perform(item('notice-reminder', facts));
    expect(await owed()).toEqual(['open']);

    const now = Date.parse(`${day}T00:00:00Z`);
    await agendaActivities({ db: database.db }).performAgenda({ engagementId: id, items: [item(kind, facts)], now });
    expect(await owed()).toEqual(['done']);
  },
);

test('a contract that nothing renews expires on its last day, and is not recalled any more', async () => {
  const terms = { ...TACIT, renewal: 'none' as const, renewalMonths: 0 };
  await inTransaction(database.db, (trx) => saveContract(trx, id, { terms, now: NOW }));
  const ended = await perform(item('term-end', { termEnd: '2027-04-01' }));
  const recalled = await perform(item('notice-reminder', { deadline: '2027-02-28', termEnd: '2027-04-01' }));

  expect(ended.mails.map(({ kind }) => kind)).toEqual(['contract-expired']);
  expect(recalled.mails).toEqual([]);
  expect(await renewalsOf(database.db, id)).toMatchObject([{ termEnd: '2027-04-01', kind: 'expired' }]);
});

const REVIEW = item('review-open', {
  kind: 'monthly',
  period: PERIOD,
  inviteOn: '2027-02-22',
  meetingOn: '2027-03-01',
  minutesDue: '2027-03-04',
  missedOn: '2027-03-15',
});

test('the review of a period is opened once: a repetition gives the same meeting', async () => {
  const [first, again] = [await perform(REVIEW), await perform(REVIEW)];

  expect(first.reviews).toMatchObject([{ engagementId: id, meetingAt: Date.parse('2027-03-01T10:00:00Z') }]);
  expect(again.reviews).toEqual(first.reviews);
  expect(await database.db('reviews').where({ engagement_id: id })).toHaveLength(1);
});

test('what falls due together is done together or not at all', async () => {
  // PostgreSQL takes no such character.
  const broken = item('kpi-close', { period: '\u0000' });

  await expect(perform(item('kpi-open'), broken)).rejects.toThrow();

  expect([await agendaLogOf(database.db, id), await tell()]).toEqual([[], []]);
});

test('planning notes the first date that comes, and clears it when none is left', async () => {
  const { planAgenda } = agendaActivities({ db: database.db });
  const nextDue = async () => (await findEngagement(database.db, id))?.next_due_at ?? null;
  const [first] = await planAgenda({ engagementId: id, cursor: { at: NOW, key: '' }, limit: 3 });
  expect((await nextDue())?.getTime()).toBe(first?.at);

  await database.db('engagements').where({ id }).update({ live_on: null });
  expect(await planAgenda({ engagementId: id, cursor: { at: NOW, key: '' }, limit: 3 })).toEqual([]);
  expect(await nextDue()).toBeNull();
});
