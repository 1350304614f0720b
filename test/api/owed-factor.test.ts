import type { Person } from '../../domain/people/people';
import type { SecondFactorRule } from '../../domain/people/sign-in-rules-schema';
import { Device } from '../passkeys/device';
import { PasskeyBrowser, PLACE } from '../passkeys/passkey-world';
import { seedIn, shownAt } from './app-of-person';
import { MINUTE, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let person: Person;
let admin: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
  await world.database.db('settings').delete();
  admin = await world.hire({ locale: 'en', roles: ['admin'] });
});

const PATH = '/api/v1/settings/sign-in-rules';
const ask = (secondFactor: SecondFactorRule) =>
  world.on('put', PATH).set({ authorization: `Bearer ${tokenOf(admin)}` }).send({ secondFactor }).expect(200); // prettier-ignore

async function browserOf(who: Person): Promise<PasskeyBrowser> {
  const browser = PasskeyBrowser.of(world);
  expect((await browser.signIn(who)).status).toBe(303);
  return browser;
}
const inboxOf = async (browser: PasskeyBrowser) => {
  const { status, headers } = await browser.get('/inbox');
  return headers['location'] ?? status;
};

describe('where a second factor is asked for', () => {
  test('nobody is as it ships; then those of the rule are, at their next click', async () => {
    const [supplier, manager] = [await world.hire({ roles: ['vendor'] }), await world.hire({ roles: ['manager'] })];
    const browsers = await Promise.all([admin, manager, supplier].map(browserOf));
    const inboxes = () => Promise.all(browsers.map(inboxOf));
    expect(await inboxes()).toEqual([200, 200, 200]);
    await ask('administrators');
    expect(await inboxes()).toEqual(['/security', 200, 200]);
    await ask('approvers');
    expect(await inboxes()).toEqual(['/security', '/security', 200]);
    await ask('all');
    expect(await inboxes()).toEqual(['/security', '/security', '/security']);
    await ask('off');
    expect(await inboxes()).toEqual([200, 200, 200]);
  });

  test('whoever has none finds nothing at /security but what sets one up', async () => {
    await ask('all');
    const browser = await browserOf(person);
    const { text } = await browser.get('/security');
    expect(text).toContain('Your organisation asks you for a second factor');
    for (const act of ['begin-app', 'add-passkey']) expect(text).toContain(`name="act" value="${act}"`);
    for (const act of ['new-token', 'password', 'end-all']) expect(text).not.toContain(`name="act" value="${act}"`);
    expect(text).not.toContain('href="/inbox"');
    const { db } = world.database;
    const before = await db('tokens').where({ user_id: person.id });
    const token = { act: 'new-token', name: 'export', scopes: 'read', expiresOn: '2026-12-24' };
    expect((await browser.submit('/security', token)).status).toBe(422);
    expect((await browser.submit('/security', { act: 'password', newPassword: 'a long enough one' })).status).toBe(422);
    expect(await db('tokens').where({ user_id: person.id })).toEqual(before);
  });

  test('their browser calls no API and follows no live page, while their token goes on', async () => {
    await ask('all');
    const browser = await browserOf(person);
    const answer = await browser.get('/api/v1/me', { accept: 'application/json' });
    expect([answer.status, answer.body.code]).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    expect((await browser.get('/live/inbox')).headers['location']).toBe('/security');
    await world.on('get', '/api/v1/me').set({ authorization: `Bearer ${tokenOf(person)}` }).expect(200); // prettier-ignore
  });

  test('a passkey lets them go on, where they are and at the next sign-in', async () => {
    await ask('all');
    const browser = await browserOf(person);
    const device = new Device(PLACE);
    const added = await browser.add(device);
    expect([added.status, added.text.includes('href="/inbox"')]).toEqual([200, true]);
    expect(await inboxOf(browser)).toBe(200);
    const next = PasskeyBrowser.of(world);
    await next.enter(device);
    expect(await inboxOf(next)).toBe(200);
  });

  test('an app does, also after a while: then they show again who they are first', async () => {
    await ask('all');
    const browser = await browserOf(person);
    world.now += 15 * MINUTE;
    expect((await browser.submit('/security', { act: 'begin-app' })).headers['location']).toBe(
      '/confirm?next=%2Fsecurity',
    );
    expect((await browser.submit('/confirm', { token: tokenOf(person), next: '/security' })).status).toBe(303);
    const seed = seedIn((await browser.submit('/security', { act: 'begin-app' })).text);
    expect(await inboxOf(browser)).toBe('/security');
    await browser.submit('/security', { act: 'confirm-app', code: shownAt(seed, world.now) });
    expect(await inboxOf(browser)).toBe(200);
  });

  test('whoever removes their last one owes it again', async () => {
    await ask('all');
    const browser = await browserOf(person);
    await browser.add(new Device(PLACE));
    const [{ id }] = await world.database.db('passkeys').where({ user_id: person.id });
    await browser.submit('/security', { act: 'remove-passkey', id });
    expect(await inboxOf(browser)).toBe('/security');
  });

  test('the way out stays open, and the sign-in page leads to where one goes on', async () => {
    await ask('all');
    const browser = await browserOf(person);
    expect((await browser.get('/sign-in?next=/a/some-link')).headers['location']).toBe('/security');
    expect((await browser.submit('/security', {}, '/sign-out')).headers['location']).toBe('/sign-in');
    expect(await world.database.db('sessions').where({ user_id: person.id })).toEqual([]);
  });
});

test('who has to have one is said by administrators who have shown lately who they are', async () => {
  const put = (who: Person, body: object) =>
    world.on('put', PATH).set({ authorization: `Bearer ${tokenOf(who)}` }).send(body); // prettier-ignore
  await put(person, { secondFactor: 'all' }).expect(403);
  await put(admin, { secondFactor: 'some' }).expect(422);
  const browser = await browserOf(admin);
  world.now += 15 * MINUTE;
  const answer = await browser.put(PATH, { secondFactor: 'all' });
  expect([answer.status, answer.body.code]).toEqual([403, 'STEP_UP_REQUIRED']);
  expect(await world.database.db('settings')).toEqual([]);
});
