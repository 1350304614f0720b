import request from 'supertest';
import { createSealer } from '../../db/sealed';
import { findChannel } from '../../db/stores/receivers';
import { updatePerson } from '../../db/stores/people';
import type { Role } from '../../domain/people/people';
import { formIn } from './page-form';
import { browser, HOTLINE, LI, pageWorld, type PageWorld } from './page-world';

const NEW = '/admin/new-channel';
const OPS = '/admin/channels/ops';
const URL_OF = 'https://oapi.dingtalk.com/robot/send?access_token=hidden-token';
let world: PageWorld;
let cookie = '';
beforeAll(async () => {
  world = await pageWorld();
  cookie = await browser(world).signIn(LI);
  await as('admin');
  const { text } = await get(NEW).expect(200);
  const saved = await press(text, NEW, 'save', { key: 'ops', kind: 'dingtalk', url: URL_OF, secret: 'SEC-1', events: 'alarm-red' }); // prettier-ignore
  expect([saved.status, saved.headers['location']]).toEqual([303, `${OPS}?done=saved`]);
});
beforeEach(() => as('admin'));
afterAll(() => world.database.drop());

const as = (...roles: Role[]) => updatePerson(world.database.db, { ...LI, roles, locale: 'en' }, Date.now());
const get = (path: string) => browser(world).get(path, cookie);
const sealer = createSealer(['s'.repeat(32)]);

async function press(html: string, path: string, act: string, typed: Readonly<Record<string, string>> = {}) {
  const fields = formIn(html, path);
  for (const [name, value] of Object.entries({ ...typed, act })) fields.set(name, value);
  return request(world.app).post(path).set({ cookie, accept: 'text/html' }).type('form').send(fields.toString());
}
async function kept() {
  const row = await findChannel(world.database.db, 'ops');
  return row && { url: sealer.open(row.url), secret: row.secret && sealer.open(row.secret), events: row.events, active: row.active, engagement: row.engagement_id }; // prettier-ignore
}

test('a group is set up on a page, and its address and secret are never shown again', async () => {
  expect(await kept()).toMatchObject({ url: URL_OF, secret: 'SEC-1', events: ['alarm-red'], active: true });
  for (const path of ['/admin/channels', OPS]) {
    const { text } = await get(path).expect(200);
    expect(text).toContain('ops');
    expect(text).not.toMatch(/hidden-token|SEC-1/);
  }
});

test('an edit keeps the address and the secret that were left empty', async () => {
  const { text } = await get(OPS).expect(200);
  const { db } = world.database;
  const { number } = await db('engagements').where({ id: HOTLINE }).first<{ number: string }>('number');
  await press(text, OPS, 'save', { engagement: number.toLowerCase(), events: 'incident-major' });
  expect(await kept()).toMatchObject({ url: URL_OF, secret: 'SEC-1', events: ['incident-major'], engagement: HOTLINE });
});

test('what is wrong stands at its field, and what was typed stays', async () => {
  const before = await kept();
  const { text } = await get(OPS).expect(200);
  const typed = { url: 'http://10.0.0.1/inside', engagement: 'ENG-none' };
  const unknown = await press(text, OPS, 'save', typed);
  expect(unknown.status).toBe(422);
  expect(unknown.text).toContain('>is not an engagement</span>');
  const refused = await press(text, OPS, 'save', { ...typed, engagement: '' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="http://10.0.0.1/inside"');
  const taken = await press((await get(NEW)).text, NEW, 'save', { key: 'ops', url: URL_OF, events: 'alarm-red' });
  expect([taken.status, taken.text.includes('>is taken</span>')]).toEqual([422, true]);
  expect(await kept()).toEqual(before);
});

test('of two groups that get one name at once, one is kept and the other refused', async () => {
  const { text } = await get(NEW).expect(200);
  const typed = { key: 'twice', kind: 'slack', events: 'alarm-red' };
  const answers = await Promise.all(
    ['one', 'two'].map((name) =>
      press(text, NEW, 'save', { ...typed, url: `https://hooks.slack.com/services/${name}` }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  expect(answers.find(({ status }) => status === 422)?.text).toContain('>is taken</span>');
  expect(await findChannel(world.database.db, 'twice')).toMatchObject({ version: 1 });
});

test('what somebody saved meanwhile is not written over before it was told', async () => {
  const [mine, theirs] = [(await get(OPS)).text, (await get(OPS)).text];
  await press(theirs, OPS, 'save', { events: 'review-missed' });
  const stale = await press(mine, OPS, 'save', { events: 'alarm-red' });
  expect(stale.status).toBe(422);
  expect(await kept()).toMatchObject({ events: ['review-missed'] });
  expect(stale.text).toMatch(/<dt>Told of<\/dt><dd>[^<]*review[^<]*<\/dd>/i);
  expect(stale.text).not.toMatch(/<dt>(Address|Signing)/);
  expect((await press(stale.text, OPS, 'save')).status).toBe(422);
  expect(await kept()).toMatchObject({ events: ['review-missed'] });
  expect((await press(stale.text, OPS, 'save', { onto: '1' })).status).toBe(303);
  expect(await kept()).toMatchObject({ events: ['alarm-red'], url: URL_OF });
});

test('a test message is put on its way, none to a group that is switched off, and a removed one is gone', async () => {
  const { db } = world.database;
  const { text } = await get(OPS).expect(200);
  expect((await press(text, OPS, 'test')).headers['location']).toBe(`${OPS}?done=tested`);
  expect(await db('deliveries').pluck('type')).toEqual(['chat.test']);
  const fields = formIn(text, OPS);
  fields.delete('active');
  await request(world.app).post(OPS).set({ cookie, accept: 'text/html' }).type('form').send(fields.toString()); // prettier-ignore
  expect(await kept()).toMatchObject({ active: false });
  expect((await press(text, OPS, 'test')).status).toBe(422);
  expect((await press(text, OPS, 'remove')).headers['location']).toBe('/admin/channels');
  await get(OPS).expect(404);
  expect(await db('audit_events').where({ type: 'channel.removed' }).count()).toEqual([{ count: 1 }]);
});

test('others neither see nor change it', async () => {
  const { text } = await get(NEW).expect(200);
  await as('manager');
  for (const path of [NEW, '/admin/channels', OPS]) await get(path).expect(403);
  expect((await press(text, NEW, 'save')).status).toBe(403);
});
