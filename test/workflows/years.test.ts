import { DateTime } from 'luxon';
import { v7 as uuidv7 } from 'uuid';
import { createActivities } from '../../activities';
import { ensureDateKeeper } from '../../activities/wake-date-keeper';
import { shipped } from '../calendars';
import { owedKpis } from '../../db/read/owed-values';
import { saveOwnCalendar } from '../../db/stores/calendars';
import { saveContract } from '../../db/stores/contracts';
import { insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertPerson } from '../../db/stores/people';
import { watchFrom } from '../../db/stores/plan-watch';
import { inTransaction } from '../../db/transaction';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { MailOrder } from '../../domain/mail/order';
import { anOpening, aPerson } from '../builders';
import { noDocuments } from '../documents';
import { testDatabase, type TestDatabase } from '../database';
import { takeOrders } from '../mails';
import { ownQueue, testWorker, type TestTemporal, timeSkipping, withWorkers } from '../temporal';
import { alarmsSeen } from '../years/alarms-seen';
import { expectedAlarms, expectedMails, expectedWork } from '../years/expected';
import { chineseDays, contractOf, fiveServices, type Rehearsed } from '../years/five-services';
import { type Step, stepsDone } from '../years/steps-done';
import { anniversaries, type Line, lineOf, monthsClosed, plainYears } from '../years/plain-years';

const YEARS = 3;
const DAY = 86_400_000;
/** So late a step may be, by the clock of the server: no later than the minute in which it is due. */
const LATENESS = 60_000;

let temporal: TestTemporal;
let database: TestDatabase;
beforeAll(async () => {
  temporal = await timeSkipping();
  database = await testDatabase();
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const ROLES = ['owner', 'sponsor', 'serviceManager', 'contractManager', 'vendorRep'] as const;
const people = ROLES.map((role) => aPerson({ name: role, roles: role === 'vendorRep' ? ['vendor'] : ['manager'] }));
const idOf = (role: (typeof ROLES)[number]): string => people.find(({ name }) => name === role)?.id ?? '';
const roleOf = (id: string): string => people.find((person) => person.id === id)?.name ?? id;

interface Running extends Rehearsed {
  readonly id: string;
}

const seen = { steps: [] as readonly Step[], mails: [] as readonly MailOrder[] };

const kpi = (key: string, source: KpiDefinition['source'], frequency: KpiDefinition['frequency']): KpiDefinition => ({
  key: `${key}-${frequency}`,
  name: key,
  unit: '%',
  direction: 'maximise',
  weightBp: 5000,
  frequency,
  source,
  floor: 80,
  target: 95,
});

async function open(service: Rehearsed, now: number): Promise<Running> {
  const id = uuidv7();
  const [ownerId, sponsor, serviceManager, contractManager, vendorRep] = ROLES.map(idOf);
  const roles = {
    owner: ownerId!,
    sponsor: sponsor!,
    serviceManager: serviceManager!,
    contractManager: contractManager!,
    vendorRep: vendorRep!,
  };
  const kpis = (['monthly', 'quarterly'] as const)
    .filter((frequency) => service[frequency])
    .flatMap((frequency) => [kpi('uptime', 'vendor', frequency), kpi('quality', 'internal', frequency)]);
  await inTransaction(database.db, async (trx) => {
    const body = anOpening({ ownerId: ownerId!, title: service.title, timeZone: service.zone, roles });
    await insertEngagement(trx, { id, body, criticality: 'general', now });
    const review_rhythm = service.reviewsQuarters ? 'quarterly' : 'monthly';
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE', review_rhythm });
    await saveLiveOn(trx, id, service.liveOn);
    await saveKpis(trx, id, { kpis, contractVersion: 1 });
    await saveContract(trx, id, { terms: contractOf(service), now });
  });
  return { ...service, id };
}

/** The values of a period come from whoever owes them, once: a step may be taken again. */
async function report(engagementId: string, period: string, now: number): Promise<void> {
  const owed = await owedKpis(database.db, engagementId, period);
  const figure = {
    revision: 1,
    value: 97,
    status: null,
    inputs: null,
    evidence: null,
    recordedBy: null,
    recordedAt: now,
  };
  await inTransaction(database.db, async (trx) => {
    for (const { key } of owed) await insertValue(trx, engagementId, { key, period, ...figure });
  });
}

const remindedAt = (now: number): Promise<readonly { readonly engagementId: string; readonly key: string }[]> =>
  database
    .db('agenda_log')
    .where({ kind: 'kpi-reminder', done_at: new Date(now) })
    .select({ engagementId: 'engagement_id', key: 'key' });

/** The product's own activities; no courier takes the mails that they order. */
function activitiesOf(services: readonly Running[]) {
  const deps = { db: database.db, mailer: { send: () => Promise.resolve() }, mailFrom: 'Tenure <t@localhost>' };
  const own = createActivities({
    ...deps,
    documents: noDocuments.store,
    secrets: ['s'.repeat(32)],
    publicUrl: 'http://localhost',
  });
  const keepDates: typeof own.keepDates = async (round) => {
    const next = await own.keepDates(round);
    for (const { engagementId, key } of await remindedAt(round.now)) {
      const { reportedAfter } = services.find(({ id }) => id === engagementId)!;
      const [, period = '', reminder] = key.split(':');
      if (reminder !== String(reportedAfter)) continue;
      await report(engagementId, period, round.now);
      // What comes next is looked up after people have answered.
      await own.planAgain({ engagementId });
    }
    return next;
  };
  const recordMissedReview: typeof own.recordMissedReview = async (step) => {
    const mails = await own.recordMissedReview(step);
    // Somebody has seen it at once: what happens to an alarm that nobody touches is another story.
    await database.db('alarms').where({ engagement_id: step.order.engagementId }).update({ state: 'closed' });
    return mails;
  };
  return { ...own, keepDates, recordMissedReview };
}

const when = (at: number | Date, { zone }: Rehearsed): DateTime => DateTime.fromMillis(Number(at), { zone });

/** What follows from what people say or leave, and not from the calendar. */
const BY_PEOPLE: readonly AgendaItem['kind'][] = ['action-item', 'silence', 'alarm'];

const itemsOf = ({ id }: Running): readonly AgendaItem[] =>
  seen.steps.filter(({ engagementId }) => engagementId === id).map(({ item }) => item);

const linesOf = (service: Running): readonly Line[] =>
  itemsOf(service)
    .filter(({ kind }) => !BY_PEOPLE.includes(kind))
    .map(({ key, kind, at, facts }) =>
      lineOf({ kind, subject: key.slice(kind.length + 1), at: when(at, service), facts }),
    )
    .sort();

/** Nobody is reminded of values that have been reported. */
const isNeeded =
  ({ reportedAfter }: Running) =>
  (line: Line): boolean =>
    Number(/^kpi-reminder \S+:(\d) /.exec(line)?.[1] ?? 0) <= reportedAfter;

const workOf = (service: Running): readonly Line[] =>
  itemsOf(service)
    .filter(({ kind }) => kind === 'action-item')
    .map(({ at, facts }) => `${facts['about']} ${facts['word']} ${when(at, service).toFormat('yyyy-MM-dd HH:mm')}`)
    .sort();

const MAILED = [
  'kpi-request',
  'kpi-reminder',
  'review-invitation',
  'review-missed',
  'notice-reminder',
  'contract-renewed',
  'contract-expired',
];

const mailsOf = (service: Running): readonly Line[] =>
  seen.mails
    .filter(({ engagementId, kind }) => engagementId === service.id && MAILED.includes(kind))
    .map(
      ({ kind, recipientId, now }) =>
        `${kind} ${when(now, service).toFormat('yyyy-MM-dd HH:mm')} ${roleOf(recipientId)}`,
    )
    .sort();

let services: readonly Running[] = [];
let until = 0;

/** Five engagements live through their years in one world whose clock leaps from date to date. */
beforeAll(async () => {
  const now = await temporal.now();
  const today = DateTime.fromMillis(now, { zone: 'utc' });
  for (const person of people) await insertPerson(database.db, person, now);
  const { free, madeUp } = chineseDays(today.year);
  const calendar = { ...shipped('cn'), holidays: [...free], workdays: [...madeUp] };
  await inTransaction(database.db, (trx) => saveOwnCalendar(trx, { key: 'cn', calendar, announcedUntil: null }, now));
  services = await Promise.all(fiveServices(today).map((service) => open(service, now)));
  until = Math.max(...services.map((one) => DateTime.fromISO(one.liveOn).toMillis())) + YEARS * 365.25 * DAY;
  const taskQueue = ownQueue();
  const activities = activitiesOf(services);
  const workers = await Promise.all(
    [taskQueue, `${taskQueue}-mail`].map((queue) => testWorker(temporal, { taskQueue: queue, activities })),
  );
  await withWorkers(workers, async () => {
    for (const { id } of services) await inTransaction(database.db, (trx) => watchFrom(trx, id, now));
    await ensureDateKeeper(temporal.client, taskQueue);
    await temporal.sleep(until - (await temporal.now()));
  });
  seen.steps = (await Promise.all(services.map(({ id }) => stepsDone(database.db, id)))).flat();
  seen.mails = await takeOrders(database.db);
}, 600_000);

describe.each([0, 1, 2, 3, 4])('service %i', (n) => {
  const service = (): Running => services[n]!;

  test('does on each day what a wall calendar shows, nothing more and nothing less', () => {
    const expected = [plainYears, monthsClosed, anniversaries].flatMap((lines) => lines(service(), until));
    expect(linesOf(service())).toEqual(expected.filter(isNeeded(service())).sort());
  });

  test('opens work and speaks of it when it is due', () => {
    expect(workOf(service())).toEqual(expectedWork(service(), until));
  });

  test('writes to its people in the hour in which they should hear of it', () => {
    expect(mailsOf(service())).toEqual(expectedMails(service(), until));
  });

  test('raises an alarm for each review that nobody held, with the days on which it is escalated', async () => {
    expect(await alarmsSeen(database.db, service().id, service())).toEqual(expectedAlarms(service(), until));
  });
});

test('nothing comes early or late', () => {
  expect(seen.steps.filter(({ item, now }) => now < item.at || now - item.at > LATENESS)).toEqual([]);
});
