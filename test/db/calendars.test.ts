import { shipCalendars } from '../../db/bootstrap';
import { findCalendar, listCalendars, saveOwnCalendar } from '../../db/stores/calendars';
import { workCalendarOf } from '../../db/read/work-calendar';
import { office } from '../calendars';
import { emptyDatabase, type TestDatabase } from '../database';
import { migrate } from '../../db/migrate';

let database: TestDatabase;
const NOW = Date.parse('2026-11-25T08:00:00Z');
const NEXT_YEAR = Date.parse('2027-01-02T08:00:00Z');

beforeEach(async () => {
  database = await emptyDatabase();
  await migrate(database.url);
});
afterEach(() => database.drop());

const own = (key: string) =>
  database.db.transaction((trx) =>
    saveOwnCalendar(trx, { key, calendar: office({ holidays: ['2026-12-24'] }), announcedUntil: '2027-12-31' }, NOW),
  );
const versions = async () =>
  Object.fromEntries((await listCalendars(database.db)).map(({ key, version }) => [key, version]));
const trail = () => database.db('audit_events').where({ type: 'calendar.shipped' }).orderBy('seq').pluck('event_key');

test('the first start ships every calendar, and the next one with the same holidays changes nothing', async () => {
  const first = await shipCalendars(database.db, NOW);
  const stored = await listCalendars(database.db);
  const again = await shipCalendars(database.db, NOW + 86_400_000);

  expect(first).toEqual(stored.map(({ key }) => key).toSorted((a, b) => first.indexOf(a) - first.indexOf(b)));
  expect(again).toEqual([]);
  expect(await listCalendars(database.db)).toEqual(stored);
  expect(await trail()).toHaveLength(first.length);
  expect(stored.find(({ key }) => key === 'cn')).toMatchObject({
    version: 1,
    origin: 'shipped',
    source: expect.stringMatching(/^chinese-days \d/),
    announcedUntil: '2026-12-31',
  });
});

test('other holidays are a new version, which leaves calendars without any alone', async () => {
  await shipCalendars(database.db, NOW);
  const before = await findCalendar(database.db, 'us');
  const changed = await shipCalendars(database.db, NEXT_YEAR);

  expect(changed).toContain('us');
  expect(changed).not.toContain('24x7');
  expect(await versions()).toMatchObject({ '24x7': 1, us: 2, cn: 2 });
  const after = await findCalendar(database.db, 'us');
  expect(before?.announcedUntil).toBe('2031-12-31');
  expect(after?.announcedUntil).toBe('2032-12-31');
  expect(await trail()).toContain('calendar.shipped:us:2');
});

test('a calendar that the organisation has set is never overwritten, whether it shipped before or not', async () => {
  await shipCalendars(database.db, NOW);
  const [cn, plant] = [await own('cn'), await own('plant')];
  const changed = await shipCalendars(database.db, NEXT_YEAR);

  expect(changed).not.toContain('cn');
  expect(await findCalendar(database.db, 'cn')).toEqual(cn);
  expect(cn).toMatchObject({ version: 2, origin: 'own', source: null, announcedUntil: '2027-12-31' });
  expect(await findCalendar(database.db, 'plant')).toEqual(plant);
});

test('a calendar that was set before calendars shipped stays as it is', async () => {
  const de = await own('de');
  await shipCalendars(database.db, NOW);

  expect(await findCalendar(database.db, 'de')).toEqual(de);
});

test('two starts at once ship every calendar once', async () => {
  const [one, two] = await Promise.all([shipCalendars(database.db, NOW), shipCalendars(database.db, NOW)]);

  expect([...one, ...two].toSorted()).toEqual((await listCalendars(database.db)).map(({ key }) => key).toSorted());
  expect(new Set(Object.values(await versions()))).toEqual(new Set([1]));
});

test('people work by the calendar of their country as it stands now', async () => {
  await shipCalendars(database.db, NOW);
  await own('cn');

  expect(await workCalendarOf(database.db, 'Asia/Shanghai')).toMatchObject({ holidays: ['2026-12-24'] });
  expect(await workCalendarOf(database.db, 'America/Toronto')).toMatchObject({ holidays: [] });
  expect((await workCalendarOf(database.db, 'America/Chicago')).holidays).toContain('2026-11-26');
});
