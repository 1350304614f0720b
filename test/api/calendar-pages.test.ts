import request from 'supertest';
import type { Role } from '../../domain/people/people';
import { findCalendar } from '../../db/stores/calendars';
import { updatePerson } from '../../db/stores/people';
import { formIn } from './page-form';
import { browser, LI, pageWorld, type PageWorld } from './page-world';

let world: PageWorld;
let cookie = '';
beforeAll(async () => {
  world = await pageWorld();
  cookie = await browser(world).signIn(LI);
});
beforeEach(() => as('manager'));
afterAll(() => world.database.drop());

const as = (...roles: Role[]) => updatePerson(world.database.db, { ...LI, roles, locale: 'en' }, Date.now());
const get = (path: string) => browser(world).get(path, cookie);
const EDIT = '/admin/calendars/cn/edit';
const NEW = '/admin/new-calendar';
const stored = async (key = 'cn') => findCalendar(world.database.db, key);

async function send(html: string, path: string, typed: Readonly<Record<string, string>> = {}) {
  const fields = formIn(html, path);
  for (const [name, value] of Object.entries(typed)) fields.set(name, value);
  const headers = { cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' };
  return request(world.app).post(path).set(headers).type('form').send(fields.toString());
}

test('a year shows its holidays and make-up days by more than colour, and what is not announced yet', async () => {
  expect((await get('/admin/calendars').expect(200)).text).toContain('href="/admin/calendars/cn"');
  const { text } = await get('/admin/calendars/cn?year=2026').expect(200);
  expect(text.match(/<table class="month">/g)).toHaveLength(12);
  expect(text).toContain('<span class="day holiday">1<small>off</small></span>');
  expect(text).toContain('<span class="day make-up">10<small>on</small></span>');
  expect(text).toContain('are not announced yet');
  await get('/admin/calendars/nowhere').expect(404);
});

test('what is wrong stands beside its field, everything typed is there again, and nothing is saved', async () => {
  const before = await stored();
  const open = await get(EDIT).expect(200);
  const typed = { 'weekly.mon': '18:00-09:00', holidays: '2026-12-24\n2026-13-01', announcedUntil: '2027-12-31' };
  const refused = await send(open.text, EDIT, typed);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('closes before it opens');
  for (const [name, value] of Object.entries(typed)) expect(formIn(refused.text, EDIT).get(name)).toBe(value);
  const pasted = await send(open.text, EDIT, { paste: '{"timeZone":' });
  expect(pasted.text).toContain('>is not JSON<');
  expect(await stored()).toEqual(before);
});

test('a new version comes from the form, and one that somebody saved meanwhile is not written over unseen', async () => {
  const [mine, theirs] = [await get(EDIT).expect(200), await get(EDIT).expect(200)];
  const version = (await stored())?.version ?? 0;
  const hours = { 'weekly.sat': '09:00–12:00, 13:00 - 18:00', 'weekly.sun': '' };
  expect((await send(theirs.text, EDIT, hours)).headers['location']).toBe('/admin/calendars/cn?saved=1');
  const sat = [
    ['09:00', '12:00'],
    ['13:00', '18:00'],
  ];
  expect(await stored()).toMatchObject({ version: version + 1, origin: 'own', calendar: { weekly: { sat } } });
  const stale = await send(mine.text, EDIT, { 'weekly.mon': '08:00-16:00' });
  expect([stale.status, formIn(stale.text, EDIT).get('weekly.mon')]).toEqual([422, '08:00-16:00']);
  expect(stale.text).toContain('<dd>09:00-12:00 13:00-18:00</dd>');
  expect((await stored())?.version).toBe(version + 1);
  expect((await send(stale.text, EDIT, { onto: '1' })).status).toBe(303);
  expect((await stored())?.calendar.weekly.mon).toEqual([['08:00', '16:00']]);
});

test('a new calendar may be pasted as its JSON, and takes no key that is there', async () => {
  const open = await get(NEW).expect(200);
  const paste = JSON.stringify({ timeZone: 'UTC', weekly: { mon: [['09:00', '17:00']] } });
  const saved = await send(open.text, NEW, { key: 'plant', paste });
  expect(saved.status).toBe(303);
  expect(await stored('plant')).toMatchObject({ version: 1, calendar: { timeZone: 'UTC', holidays: [] } });
  expect((await send(open.text, NEW, { key: 'plant', paste })).text).toContain('>is taken<');
  expect((await send(open.text, NEW, { key: 'No Key', paste })).status).toBe(422);
});

test('who may only read has no form, and what they send is refused', async () => {
  const open = await get(EDIT).expect(200);
  const before = await stored();
  await as('auditor');
  expect((await get('/admin/calendars/cn').expect(200)).text).not.toContain('/edit"');
  await get(EDIT).expect(403);
  expect((await send(open.text, EDIT)).status).toBe(403);
  expect(await stored()).toEqual(before);
  await as('evaluator');
  await get('/admin/calendars').expect(403);
});
