import { findCalendar } from '../../db/stores/calendars';
import { formIn } from './page-form';
import { pageWorld, type PageWorld, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

const EDIT = '/admin/calendars/cn/edit';
const NEW = '/admin/new-calendar';
const stored = async (key = 'cn') => findCalendar(world.database.db, key);

test('a year shows its holidays and make-up days by more than colour, and what is not announced yet', async () => {
  expect((await li.get('/admin/calendars').expect(200)).text).toContain('href="/admin/calendars/cn"');
  const { text } = await li.get('/admin/calendars/cn?year=2026').expect(200);
  expect(text.match(/<table class="month"/g)).toHaveLength(12);
  expect(text).toContain('<span class="day holiday">1<small>off</small></span>');
  expect(text).toContain('<span class="day make-up">10<small>on</small></span>');
  expect(text).toContain('are not announced yet');
  await li.get('/admin/calendars/nowhere').expect(404);
});

test('what is wrong stands beside its field, everything typed is there again, and nothing is saved', async () => {
  const before = await stored();
  const open = await li.get(EDIT).expect(200);
  const typed = { 'weekly.mon': '18:00-09:00', holidays: '2026-12-24\n2026-13-01', announcedUntil: '2027-12-31' };
  const refused = await li.send(open.text, EDIT, typed);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('closes before it opens');
  for (const [name, value] of Object.entries(typed)) expect(formIn(refused.text, EDIT).get(name)).toBe(value);
  const pasted = await li.send(open.text, EDIT, { paste: '{"timeZone":' });
  expect(pasted.text).toContain('>is not JSON<');
  expect(await stored()).toEqual(before);
});

test('a new version comes from the form, and one that somebody saved meanwhile is not written over unseen', async () => {
  const [mine, theirs] = [await li.get(EDIT).expect(200), await li.get(EDIT).expect(200)];
  const version = (await stored())?.version ?? 0;
  const hours = { 'weekly.sat': '09:00–12:00, 13:00 - 18:00', 'weekly.sun': '' };
  expect((await li.send(theirs.text, EDIT, hours)).headers['location']).toBe('/admin/calendars/cn?saved=1');
  const sat = [
    ['09:00', '12:00'],
    ['13:00', '18:00'],
  ];
  expect(await stored()).toMatchObject({ version: version + 1, origin: 'own', calendar: { weekly: { sat } } });
  const stale = await li.send(mine.text, EDIT, { 'weekly.mon': '08:00-16:00' });
  expect([stale.status, formIn(stale.text, EDIT).get('weekly.mon')]).toEqual([422, '08:00-16:00']);
  expect(stale.text).toContain('<dd>09:00-12:00 13:00-18:00</dd>');
  expect((await stored())?.version).toBe(version + 1);
  expect((await li.send(stale.text, EDIT, { onto: '1' })).status).toBe(303);
  expect((await stored())?.calendar.weekly.mon).toEqual([['08:00', '16:00']]);
});

test('a new calendar may be pasted as its JSON, and takes no key that is there', async () => {
  const open = await li.get(NEW).expect(200);
  const paste = JSON.stringify({ timeZone: 'UTC', weekly: { mon: [['09:00', '17:00']] } });
  const saved = await li.send(open.text, NEW, { key: 'plant', paste });
  expect(saved.status).toBe(303);
  expect(await stored('plant')).toMatchObject({ version: 1, calendar: { timeZone: 'UTC', holidays: [] } });
  expect((await li.send(open.text, NEW, { key: 'plant', paste })).text).toContain('>is taken<');
  expect((await li.send(open.text, NEW, { key: 'No Key', paste })).status).toBe(422);
});

test('who may only read has no form, and what they send is refused', async () => {
  const open = await li.get(EDIT).expect(200);
  const before = await stored();
  await li.as('auditor');
  expect((await li.get('/admin/calendars/cn').expect(200)).text).not.toContain('/edit"');
  await li.get(EDIT).expect(403);
  expect((await li.send(open.text, EDIT)).status).toBe(403);
  expect(await stored()).toEqual(before);
  await li.as('evaluator');
  await li.get('/admin/calendars').expect(403);
});
