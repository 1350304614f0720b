import { v7 as uuidv7 } from 'uuid';
import { agendaActivities, type AgendaOutcome } from '../../activities/agenda';
import { soundAlarms } from '../../activities/alarms';
import { engagementMail } from '../../activities/mail-content';
import { sweepActivities } from '../../activities/sweep';
import { actOnAlarm } from '../../api/alarms';
import { auditTrail } from '../../db/read/audit';
import { newestAlarm } from '../../db/stores/alarms';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement, insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import type { AlarmStep, FoundAlarm } from '../../domain/risk/alarm';
import { anOpening, aPerson } from '../builders';
import { noGateway } from '../api/world';
import { testDatabase, type TestDatabase } from '../database';
import { takeOrders } from '../mails';
import { noDocuments } from '../documents';
import pino from 'pino';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const URL = 'https://x.test/engagements/1';
const MONDAY = at('2027-03-01T09:00');
const boss = aPerson({ locale: 'zh-CN' });
const people = { boss, owner: aPerson({ managerId: boss.id }), sponsor: aPerson({ roles: ['executive'] }) };
const { owner, sponsor } = people;

let database: TestDatabase;
let id: string;
beforeAll(async () => {
  database = await testDatabase();
  for (const person of Object.values(people)) await insertPerson(database.db, person, MONDAY);
});
afterAll(() => database.drop());
beforeEach(async () => {
  id = uuidv7();
  const body = anOpening({ ownerId: owner.id, sponsorId: sponsor.id });
  await inTransaction(database.db, (trx) => insertEngagement(trx, { id, body, criticality: 'general', now: MONDAY }));
});

const found = (severity: FoundAlarm['severity'], part: Partial<FoundAlarm> = {}): FoundAlarm => ({
  rule: 'R1',
  subject: 'uptime',
  severity,
  evidence: { kpi: 'Uptime', value: 82 },
  ...part,
});
const sound = (alarm: FoundAlarm, now = MONDAY): Promise<readonly MailOrder[]> =>
  inTransaction(database.db, async (trx) =>
    soundAlarms({ trx, engagement: (await findEngagement(trx, id))!, now }, [alarm]),
  );
const alarmNow = async () => (await newestAlarm(database.db, { engagementId: id, rule: 'R1', subject: 'uptime' }))!;
const act = async (step: AlarmStep, now: number) =>
  actOnAlarm(
    // The monitoring does not run here; that it is told is not what these tests are about.
    { db: database.db, gateway: noGateway, log: pino({ level: 'silent' }) },
    { id: (await alarmNow()).id, step, comment: `${step} it`, actor: owner, channel: 'api', now, newId: uuidv7() },
  );
const toldTo = (mails: readonly MailOrder[]) => mails.map(({ kind, recipientId }) => [kind, recipientId]);

function planAgenda(now: number) {
  return agendaActivities({ db: database.db }).planAgenda({
    engagementId: id,
    cursor: { at: now, key: '' },
    limit: 50,
  });
}
function perform(items: Awaited<ReturnType<typeof planAgenda>>, now: number): Promise<AgendaOutcome> {
  return agendaActivities({ db: database.db }).performAgenda({ engagementId: id, items, now });
}
/** What the monitoring would say at this moment. */
async function speakAt(now: number): Promise<readonly MailOrder[]> {
  const due = (await planAgenda(now - 1)).filter((item) => item.at <= now);
  return (await perform(due, now)).mails;
}
async function sweep(now: number): Promise<readonly MailOrder[]> {
  await sweepActivities({ db: database.db, documents: noDocuments.store, secrets: ['s'.repeat(32)] }).sweep({ now });
  return takeOrders(database.db);
}
const ofThis = (mails: readonly MailOrder[]) => mails.filter(({ engagementId }) => engagementId === id);

test('an alarm tells the owner, a red one the sponsor too, and the same reason again nobody', async () => {
  expect(toldTo(await sound(found('amber', { subject: 'delay' })))).toEqual([['alarm', owner.id]]);
  expect(toldTo(await sound(found('red')))).toEqual([
    ['alarm', owner.id],
    ['alarm', sponsor.id],
  ]);
  expect(await sound(found('red'))).toEqual([]);
  expect(await alarmNow()).toMatchObject({
    ackDueAt: '2027-03-02T18:00:00.000Z',
    planDueAt: '2027-03-08T18:00:00.000Z',
  });
});

test('an amber alarm that turns red is told again as red, and keeps its identity', async () => {
  await sound(found('amber'));
  const before = await alarmNow();
  const mails = await sound(found('red'), MONDAY + 1000);

  expect(toldTo(mails)).toHaveLength(2);
  expect(await alarmNow()).toMatchObject({ id: before.id, severity: 'red', raised: 2, told: 2 });
});

test('what nobody acknowledges is escalated at the due time and three times after, then no more', async () => {
  await sound(found('red'));
  const marks = ['2027-03-02T18:00', '2027-03-04T18:00', '2027-03-08T18:00', '2027-03-10T18:00'].map(at);
  expect((await planAgenda(MONDAY)).map((item) => item.at)).toEqual(marks);
  for (const mark of marks)
    expect([mark, toldTo(await speakAt(mark))]).toEqual([
      mark,
      [
        ['alarm-overdue', sponsor.id],
        ['alarm-overdue', people.boss.id],
      ],
    ]);
  expect(await planAgenda(MONDAY)).toEqual([]);
  expect(ofThis(await sweep(marks[3]! + 86_400_000))).toEqual([]);
});

test('an acknowledged red alarm waits for its plan, and a plan ends the waiting', async () => {
  await sound(found('red'));
  await act('ack', at('2027-03-02T10:00'));
  expect((await planAgenda(MONDAY)).map((item) => new Date(item.at).toISOString().slice(0, 10))).toEqual([
    '2027-03-08',
    '2027-03-10',
    '2027-03-12',
    '2027-03-16',
  ]);
  const [mail] = await speakAt(at('2027-03-08T18:00'));
  expect(mail?.facts).toMatchObject({ missing: 'plan' });
  await act('plan', at('2027-03-09T10:00'));
  expect(await planAgenda(MONDAY)).toEqual([]);
  expect(await act('close', at('2027-03-10T10:00'))).toMatchObject({ state: 'closed', ackBy: owner.id });
});

test('within thirty days of its closing the same alarm comes back, later a new one is opened', async () => {
  await sound(found('amber'));
  await act('close', at('2027-03-02T10:00'));
  const first = await alarmNow();
  expect(await sound(found('red'), at('2027-04-01T10:00'))).toHaveLength(2);
  const again = await alarmNow();
  expect(again).toMatchObject({ id: first.id, state: 'open', reopened: 1, severity: 'red' });
  expect(again.comments.map(({ step }) => step)).toEqual(['close', 'reopened']);

  await act('plan', at('2027-04-02T10:00'));
  await act('close', at('2027-04-03T10:00'));
  await sound(found('amber'), at('2027-05-04T10:00'));
  expect((await alarmNow()).id).not.toBe(first.id);
  expect(await database.db('alarms').where({ engagement_id: id })).toHaveLength(2);
});

test('two who find the same at once raise one alarm', async () => {
  const raise = () =>
    inTransaction(database.db, (trx) =>
      raiseAlarms({ trx, engagement: { id, time_zone: 'UTC' }, now: MONDAY }, [found('red')]),
    );
  const raised = await Promise.all([raise(), raise(), raise()]);
  expect(raised.flat()).toHaveLength(1);
  expect(await database.db('alarms').where({ engagement_id: id })).toHaveLength(1);
});

test('what the monitoring was not told of is said by the nightly sweep, once', async () => {
  await inTransaction(database.db, (trx) =>
    raiseAlarms({ trx, engagement: { id, time_zone: 'UTC' }, now: MONDAY }, [found('amber')]),
  );
  expect(toldTo(ofThis(await sweep(MONDAY + 3_600_000)))).toEqual([['alarm', owner.id]]);
  expect(ofThis(await sweep(MONDAY + 7_200_000))).toEqual([]);
  expect(await planAgenda(MONDAY)).toHaveLength(4);
});

test('every raising and every step is one entry of the trail', async () => {
  await sound(found('amber'));
  await sound(found('red'));
  await act('plan', MONDAY);
  const types = (await auditTrail(database.db, engagementStream(id), { after: 0, limit: 50 })).map(({ type }) => type);
  expect(types).toEqual(['alarm.opened', 'alarm.worsened', 'alarm.plan']);
});

test('the mail shows the evidence in the words of its reader', async () => {
  const [toOwner] = await sound(
    found('red', { evidence: { kpi: 'Uptime', value: 82, target: 95, values: [97, 95.5, 82] } }),
  );
  const written = await engagementMail(database.db, toOwner!, { person: owner, url: URL });
  for (const line of [
    'Red threshold broken',
    'Subject: Uptime',
    'Value: 82',
    'Recent values: 97 · 95.5 · 82',
    'Plan by',
  ])
    expect(written?.text).toContain(line);
  const [late] = await speakAt(at('2027-03-02T18:00'));
  const chinese = await engagementMail(database.db, late!, { person: people.boss, url: URL });
  for (const line of ['该预警未在期限内确认', '近期数值：97 · 95.5 · 82', '#alarm-'])
    expect(chinese?.text).toContain(line);
});
