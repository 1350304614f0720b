import { MockActivityEnvironment } from '@temporalio/testing';
import { takeDueTurn } from '../../activities/due-turn';
import { claimAgendaItem } from '../../db/stores/agenda-log';
import { noteSleep } from '../../db/stores/date-keeper';
import { insertExitTask } from '../../db/stores/exit-tasks';
import { watchFrom } from '../../db/stores/plan-watch';
import { anyOutdated } from '../../db/stores/watches';
import { inTransaction } from '../../db/transaction';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { type TestDatabase, testDatabase } from '../database';
import { takeOrders } from '../mails';
import { anEngagement } from './migration/parts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DUE = '2027-03-10';
/** Nine o'clock of that day, eight hours ahead of UTC. */
const NINE = Date.UTC(2027, 2, 10, 1);
const OLDER_RULES = '2000a';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await database.db('watches').delete();
  await database.db('date_keeper').delete();
});
afterAll(() => database.drop());

/** An engagement with a task of its exit, whose next recall is on the morning of the day on which it is due. */
async function recalledOnItsDay(): Promise<string> {
  const { db } = database;
  const { engagementId, personId: assigneeId } = await anEngagement(db);
  await db('engagements').where({ id: engagementId }).update({ time_zone: 'Etc/GMT-8' });
  const title = { en: 'Hand back keys', 'zh-CN': '归还钥匙' };
  const task = { key: 'keys', assigneeId, due: DUE, after: [], title };
  await inTransaction(db, async (trx) => {
    await insertExitTask(trx, engagementId, { task, now: NINE - 2 * DAY });
    await watchFrom(trx, engagementId, NINE - 2 * DAY);
  });
  return engagementId;
}

/** A new release knows that the clocks there go otherwise than the release thought that has planned so far. */
async function rulesChange(engagementId: string, zone: `Etc/GMT-${number}`): Promise<void> {
  await database.db('engagements').where({ id: engagementId }).update({ time_zone: zone });
  await database.db('watches').where({ engagement_id: engagementId }).update({ zone_rules: OLDER_RULES });
}

const turn = (now: number): Promise<boolean> => new MockActivityEnvironment().run(() => takeDueTurn(database.db, now));
const dueAt = async (engagementId: string): Promise<number | undefined> => {
  const watches = database.db<{ engagement_id: string; due_at: Date }>('watches');
  return (await watches.where({ engagement_id: engagementId }).first('due_at'))?.due_at.getTime();
};
const kept = (engagementId: string): Promise<readonly string[]> =>
  database.db('agenda_log').where({ engagement_id: engagementId }).orderBy('key').pluck('key');
const recalls = async (): Promise<readonly string[]> =>
  (await takeOrders(database.db)).map(({ kind, facts }) => `${kind} ${String(facts['word'])}`);

test('a date that older rules of time zones have planned is found anew a day before it, and kept at the new instant', async () => {
  const id = await recalledOnItsDay();
  expect(await dueAt(id)).toBe(NINE);
  await rulesChange(id, 'Etc/GMT-9');

  expect(await turn(NINE - 27 * HOUR)).toBe(false);
  expect(await dueAt(id)).toBe(NINE);
  expect(await noteSleep(database.db, 'keeper')).toBe(NINE - 26 * HOUR);

  expect(await turn(NINE - 26 * HOUR)).toBe(true);
  expect(await dueAt(id)).toBe(NINE - HOUR);
  expect(await turn(NINE - 26 * HOUR)).toBe(false);
  expect(await anyOutdated(database.db, NINE)).toBe(false);
  expect(await noteSleep(database.db, 'keeper')).toBe(NINE - HOUR);
  expect(await kept(id)).toEqual([]);

  expect(await turn(NINE - HOUR)).toBe(true);
  expect(await kept(id)).toEqual(['exit-task:keys:due']);
  expect(await recalls()).toHaveLength(1);
});

test('a date that was kept is not kept once more where new rules say that it should have been later', async () => {
  const id = await recalledOnItsDay();
  expect(await turn(NINE)).toBe(true);
  expect(await recalls()).toHaveLength(1);
  await rulesChange(id, 'Etc/GMT-7');

  expect(await turn(NINE + 0.5 * HOUR)).toBe(true);
  expect(await dueAt(id)).toBe(NINE + HOUR);
  expect(await turn(NINE + HOUR)).toBe(true);

  expect(await recalls()).toEqual([]);
  expect(await kept(id)).toEqual(['exit-task:keys:due']);
  expect(await dueAt(id)).toBe(NINE + HOUR + DAY);
});

test('a date that new rules put behind what was done last is kept at once, and once', async () => {
  const id = await recalledOnItsDay();
  await database.db('watches').update({ cursor_at: new Date(NINE - 0.5 * HOUR), cursor_key: 'something else' });
  await rulesChange(id, 'Etc/GMT-9');
  const now = NINE - 0.25 * HOUR;

  expect(await turn(now)).toBe(true);
  expect(await kept(id)).toEqual([]);
  expect(await turn(now)).toBe(true);
  expect(await kept(id)).toEqual(['exit-task:keys:due']);
  expect(await recalls()).toHaveLength(1);

  expect(await turn(now)).toBe(false);
  expect(await dueAt(id)).toBe(NINE - HOUR + DAY);
});

test('an engagement that cannot be planned by new rules keeps its date, and holds up nobody', async () => {
  const [broken, sound] = [await recalledOnItsDay(), await recalledOnItsDay()];
  await rulesChange(sound, 'Etc/GMT-9');
  await rulesChange(broken, 'Etc/GMT-9');
  await database.db('engagements').where({ id: broken }).update({ time_zone: 'Nowhere/Land' });

  const now = NINE - 20 * HOUR;
  expect([await turn(now), await turn(now), await turn(now)]).toEqual([true, true, false]);

  expect(await dueAt(sound)).toBe(NINE - HOUR);
  expect(await dueAt(broken)).toBe(NINE);
  const row = await database.db('watches').where({ engagement_id: broken }).first('attempts', 'last_error');
  expect(row).toEqual({ attempts: 1, last_error: expect.any(String) });
});

test('a date of a day comes round anew when the day has moved, an instant that somebody chose when it has', async () => {
  const { engagementId } = await anEngagement(database.db);
  const claim = (kind: AgendaItem['kind'], at: number): Promise<boolean> =>
    inTransaction(database.db, (trx) =>
      claimAgendaItem(trx, { engagementId, item: { key: kind, kind, at, facts: {} }, now: at }),
    );

  expect(await claim('kpi-reminder', NINE)).toBe(true);
  expect(await claim('kpi-reminder', NINE + HOUR)).toBe(false);
  expect(await claim('kpi-reminder', NINE + DAY)).toBe(true);
  expect(await claim('tender-close', NINE)).toBe(true);
  expect(await claim('tender-close', NINE)).toBe(false);
  expect(await claim('tender-close', NINE + HOUR)).toBe(true);
});
