import request from 'supertest';
import { createSealer } from '../../db/sealed';
import { findReceiver } from '../../db/stores/receivers';
import { updatePerson } from '../../db/stores/people';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import type { Role } from '../../domain/people/people';
import { formIn } from './page-form';
import { browser, HOTLINE, LI, pageWorld, type PageWorld } from './page-world';

const NEW = '/admin/new-webhook';
const URL_OF = 'https://hooks.example.com/tenure';
const sealer = createSealer(['s'.repeat(32)]);
let world: PageWorld;
let cookie = '';
let path = '';
let key = '';
beforeAll(async () => {
  world = await pageWorld();
  cookie = await browser(world).signIn(LI);
  await as('admin');
});
beforeEach(async () => {
  await as('admin');
  const { text } = await get(NEW).expect(200);
  const made = await press(text, NEW, '', { url: URL_OF, events: 'incident.*\nterm.renewed' });
  expect(made.status).toBe(200);
  [key = ''] = /whsec_[\w+/=]+/.exec(plain(made.text)) ?? [];
  [path = ''] = /\/admin\/webhooks\/[0-9a-f-]{36}/.exec(made.text) ?? [];
});
afterEach(() => world.database.db('receivers').del());
afterAll(() => world.database.drop());

const as = (...roles: Role[]) => updatePerson(world.database.db, { ...LI, roles, locale: 'en' }, Date.now());
const get = (at: string) => browser(world).get(at, cookie);
const plain = (html: string): string =>
  html.replaceAll('&#x3D;', '=').replaceAll('&#x2F;', '/').replaceAll('&#x2B;', '+');
const kept = async () => {
  const row = await findReceiver(world.database.db, path.split('/').at(-1) ?? '');
  return row && { ...row, url: sealer.open(row.url), secret: row.secret && sealer.open(row.secret) };
};

function press(html: string, at: string, act: string, typed: Readonly<Record<string, string>> = {}) {
  const fields = formIn(html, at);
  for (const [name, value] of Object.entries({ ...typed, ...(act && { act }) })) fields.set(name, value);
  return request(world.app).post(at).set({ cookie, accept: 'text/html' }).type('form').send(fields.toString());
}

test('a webhook is set up on a page, which tells its key once', async () => {
  expect(key).not.toBe('');
  expect(await kept()).toMatchObject({
    url: URL_OF,
    secret: key,
    events: ['incident.*', 'term.renewed'],
    active: true,
  });
  const { text } = await get(path).expect(200);
  expect(text).toContain(URL_OF);
  expect(plain(text)).not.toContain(key);
  expect((await get('/integration')).text).toContain(`href="${path}"`);
});

test('it is changed, for one engagement alone, and not over what somebody saved meanwhile', async () => {
  const { db } = world.database;
  const { number } = await db('engagements').where({ id: HOTLINE }).first<{ number: string }>('number');
  const [mine, theirs] = [(await get(path)).text, (await get(path)).text];
  expect((await press(theirs, path, '', { engagement: number, events: '*' })).status).toBe(303);
  expect(await kept()).toMatchObject({ engagement_id: HOTLINE, events: ['*'], secret: key });
  const stale = await press(mine, path, '', { events: 'term.renewed' });
  expect(stale.status).toBe(422);
  expect(await kept()).toMatchObject({ events: ['*'] });
});

test('a form that is sent again makes one webhook and tells its key again, until it is another', async () => {
  const { db } = world.database;
  const { text } = await get(NEW).expect(200);
  const typed = { url: 'https://once.example.com/in', events: '*' };
  const [first, second] = await Promise.all([1, 2].map(() => press(text, NEW, '', typed)));
  const [told = ''] = /whsec_[\w+/=]+/.exec(plain(first?.text ?? '')) ?? [];
  expect([first?.status, second?.status, told === '']).toEqual([200, 200, false]);
  expect(plain(second?.text ?? '')).toContain(told);
  expect(await db('receivers').count()).toEqual([{ count: 2 }]);
  const [, made = ''] = /action="(\/admin\/webhooks\/[^"]+)"/.exec(first?.text ?? '') ?? [];
  const noted = db('audit_events').whereRaw("type = 'webhook.created' and payload ->> 'webhookId' = ?", [
    made.slice(-36),
  ]);
  expect(await noted.count()).toEqual([{ count: 1 }]);

  const others = await press(text, NEW, '', { ...typed, url: 'https://other.example.com/in' });
  expect(others.status).toBe(422);
  expect(others.text).toContain('An earlier try has added once.example.com with other words');
  expect(others.text).toContain('value="https://other.example.com/in"');
  await press((await get(made)).text, made, 'rotate');
  const late = await press(text, NEW, '', typed);
  expect([late.status, plain(late.text).includes('whsec_')]).toEqual([422, false]);
  expect(await db('receivers').count()).toEqual([{ count: 2 }]);
});

test('an id that nobody gave out makes and shows no webhook', async () => {
  const { text } = await get(NEW).expect(200);
  const own = formIn(text, NEW).get('id') ?? '';
  for (const id of [path.slice(-36), `${path.slice(-36)}${own.slice(36)}`, own.slice(0, -2), '']) {
    const refused = await press(text, NEW, '', { id, url: URL_OF, events: 'incident.*\nterm.renewed' });
    expect([refused.status, plain(refused.text).includes('whsec_')]).toEqual([422, false]);
    expect(formIn(refused.text, NEW).get('id')).not.toBe(id);
  }
  expect(await world.database.db('receivers').count()).toEqual([{ count: 1 }]);
});

test('what is wrong stands at its field, and what was typed stays', async () => {
  const before = await kept();
  const { text } = await get(path);
  const refused = await press(text, path, '', { url: 'http://10.0.0.1/inside', events: 'Nothing such' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="http://10.0.0.1/inside"');
  expect(refused.text).toContain('Nothing such');
  expect((await press(text, path, '', { engagement: 'ENG-none' })).text).toContain('>is not an engagement</span>');
  expect(await kept()).toEqual(before);
});

test('a new key is told once, and the one before signs along', async () => {
  const rotated = await press((await get(path)).text, path, 'rotate');
  const [next = ''] = /whsec_[\w+/=]+/.exec(plain(rotated.text)) ?? [];
  expect(next).not.toBe(key);
  expect(await kept()).toMatchObject({ secret: next });
  const { text } = await get(path);
  expect(plain(text)).not.toContain(next);
  expect(text).toMatch(/Until .* calls carry the signature of the key before/);
});

test('a test event is put on its way and listed, and a removed webhook is gone', async () => {
  const { db } = world.database;
  const { text } = await get(path);
  expect((await press(text, path, 'test')).headers['location']).toBe(`${path}?done=tested`);
  expect((await get(path)).text).toContain('webhook.test');
  expect((await press(text, path, 'remove')).headers['location']).toBe('/integration');
  await get(path).expect(404);
  expect(await db('audit_events').where({ type: 'webhook.removed' }).count()).toEqual([{ count: 1 }]);
});

test('nobody but an administrator sees or presses anything of it', async () => {
  const { text } = await get(path);
  await as('manager', 'auditor');
  await get(NEW).expect(403);
  await get(path).expect(403);
  expect((await press(text, path, 'remove')).status).toBe(403);
  expect(await kept()).toMatchObject({ url: URL_OF });
});

test('an address that the organisation does not name is refused in words at its field, and what was typed stays', async () => {
  const rules = { key: 'outgoing-rules', body: { hosts: ['hooks.example.com'], ports: [443] }, actorId: LI.id, now: 0 };
  await inTransaction(world.database.db, (trx) => addSetting(trx, rules));
  const { text } = await get(path).expect(200);
  const refused = await press(text, path, '', { url: 'https://elsewhere.example.com/in' });

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('leads to a host or a port that the setting outgoing-rules does not name');
  expect(plain(refused.text)).toContain('value="https://elsewhere.example.com/in"');
  expect(await kept()).toMatchObject({ url: URL_OF });
  await world.database.db('settings').delete();
});
