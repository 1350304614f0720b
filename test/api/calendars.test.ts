import type { Express } from 'express';
import request from 'supertest';
import { BUSINESS_TIME, office } from '../calendars';
import { type TestDatabase, testDatabase } from '../database';
import { appOver, type SignedIn, signedIn } from './world';

let database: TestDatabase;
let app: Express;
let admin: SignedIn;
const NOW = Date.parse('2026-11-25T08:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => NOW);
  admin = await signedIn(database.db, { roles: ['admin'] });
});
afterAll(() => database.drop());

const get = (path: string) => request(app).get(`/api/v1${path}`).set({ authorization: admin.authorization });
const put = (key: string, body: object) =>
  request(app).put(`/api/v1/calendars/${key}`).set({ authorization: admin.authorization }).send(body);
const due = (body: object) =>
  request(app).post('/api/v1/calc/business-time').set({ authorization: admin.authorization }).send(body);

describe('POST /calc/business-time', () => {
  test.each<(typeof BUSINESS_TIME)[number]>(BUSINESS_TIME)('%s', async (_, exceptions, start, duration, expected) => {
    const { status, body } = await due({ calendar: office(exceptions), start, duration });

    expect([status, body.due]).toEqual([200, expected]);
  });

  test.each([
    ['24x7', '2026-10-01T10:00', '2026-10-01T10:00:00.000Z'],
    ['cn', '2026-10-08T10:00', '2026-10-08T02:00:00.000Z'],
    ['us', '2026-10-01T10:00', '2026-10-01T14:00:00.000Z'],
    ['de', '2026-10-01T10:00', '2026-10-01T08:00:00.000Z'],
  ])('knows the calendar %s by its key', async (calendar, local, dueAt) => {
    const { body } = await due({ calendar, start: '2026-10-01T09:00', duration: 'PT1H' });

    expect(body).toEqual({ due: local, dueAt });
  });

  test('refuses a key that no calendar has, and a calendar without any working time', async () => {
    const question = { start: '2026-10-01T09:00', duration: 'PT1H' };
    const unknown = await due({ ...question, calendar: 'mars' });
    const closed = await due({ ...question, calendar: { ...office(), weekly: { mon: [] } } });

    expect(unknown.body).toMatchObject({ status: 422, errors: [{ path: 'calendar' }] });
    expect(closed.status).toBe(422);
  });
});

test('the list says where calendars come from, and warns where the coming year is not announced', async () => {
  expect((await get('/calendars')).body.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: '24x7', announcedUntil: null, warnings: [] }),
      expect.objectContaining({ key: 'us', warnings: [] }),
    ]),
  );
  expect((await get('/calendars/cn')).body).toMatchObject({
    origin: 'shipped',
    announcedUntil: '2026-12-31',
    warnings: [{ code: 'HOLIDAYS_NOT_ANNOUNCED', message: expect.stringContaining('2026-12-31') }],
  });
});

test('beyond the announced dates the plain week counts', async () => {
  const { body } = await due({ calendar: 'cn', start: '2027-09-30T17:00', duration: 'P1D' });

  expect(body.due).toBe('2027-10-01T17:00');
});

test('an own calendar of any country is kept as it was sent, and says until when its holidays are known', async () => {
  const calendar = { ...office({ timeZone: 'Africa/Nairobi', holidays: ['2026-12-12'] }) };
  const { status, body } = await put('ke', { ...calendar, announcedUntil: '2027-12-31' });

  expect([status, body]).toEqual([
    200,
    { key: 'ke', version: 1, title: null, origin: 'own', source: null, announcedUntil: '2027-12-31', warnings: [], calendar }, // prettier-ignore
  ]);
  expect((await get('/calendars/ke')).body).toEqual(body);
  expect((await put('ke', calendar)).body).toMatchObject({ version: 2, announcedUntil: null, warnings: [] });
});

test('a calendar without any working time is refused and not kept', async () => {
  const { status } = await put('never', { ...office(), weekly: { mon: [], sat: [] } });

  expect(status).toBe(422);
  expect((await get('/calendars/never')).status).toBe(404);
});
