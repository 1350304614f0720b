import { v7 as uuidv7 } from 'uuid';
import { changePerson } from '../../api/save-person';
import { SESSIONS_MOST } from '../../api/sign-in/open';
import { activeByRole } from '../../db/stores/people';
import { forgetOldSessions, forgetOldTries } from '../../db/stores/sweep';
import { hashSecret } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import type { Person, Role } from '../../domain/people/people';
import { Browser, MINUTE, NOW, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

const sessionsOf = (userId: string) => world.database.db('sessions').where({ user_id: userId });

describe('a session', () => {
  test('ends without a call for half an hour, and lives on with one', async () => {
    const browser = await world.signedIn(person);
    world.now += 29 * MINUTE;
    await browser.get('/inbox').expect(200);
    world.now += 29 * MINUTE;
    await browser.get('/inbox').expect(200);
    world.now += 30 * MINUTE;
    await browser.get('/inbox').expect(303);
  });

  test('ends after twelve hours in any case', async () => {
    const browser = await world.signedIn(person);
    for (let at = 20; at < 12 * 60; at += 20) {
      world.now = NOW + at * MINUTE;
      await browser.get('/inbox').expect(200);
    }
    world.now = NOW + 12 * 60 * MINUTE;
    await browser.get('/inbox').expect(303);
  });

  test('is in use by the API as well', async () => {
    const browser = await world.signedIn(person);
    const me = () => world.on('get', '/api/v1/me').set({ cookie: browser.cookie });
    world.now += 29 * MINUTE;
    await me().expect(200);
    world.now += 30 * MINUTE;
    await me().expect(401);
  });

  test('is replaced by signing in again, with another secret', async () => {
    const browser = await world.signedIn(person);
    const before = browser.cookie;
    await browser.submit('/confirm', { token: tokenOf(person), next: '/inbox' });
    expect(browser.cookie).not.toBe(before);
    const old = world.browser();
    old.cookie = before;
    await old.get('/inbox').expect(303);
    await browser.get('/inbox').expect(200);
    expect(await sessionsOf(person.id)).toHaveLength(1);
  });

  test('is one of twenty at most: a further one ends the oldest', async () => {
    const first = await world.signedIn(person);
    for (let n = 0; n < SESSIONS_MOST; n += 1) {
      world.now += 1_000;
      await world.signedIn(person);
    }
    expect(await sessionsOf(person.id)).toHaveLength(SESSIONS_MOST);
    await first.get('/inbox').expect(303);
  });

  test('is opened as well by a process of the release that knew of no proofs, while both run', async () => {
    const at = new Date(NOW);
    const row = { secret_hash: hashSecret('of the release before'), user_id: person.id, created_at: at };
    await world.database.db('sessions').insert({ ...row, last_seen_at: at, expires_at: new Date(NOW + 60 * MINUTE) });
    const browser = world.browser();
    browser.cookie = 'tenure_session=of the release before'.replaceAll(' ', '%20');
    await browser.get('/inbox').expect(200);
  });

  test('that has run out is forgotten by the sweep, as are old tries', async () => {
    await world.signedIn(person);
    await world.browser().submit('/sign-in', { token: 'wrong' });
    const later = NOW + 13 * 60 * MINUTE;
    await inTransaction(world.database.db, async (trx) => {
      await forgetOldSessions(trx, later);
      await forgetOldTries(trx, later);
    });
    expect(await sessionsOf(person.id)).toEqual([]);
    expect(await world.database.db('sign_in_tries')).toEqual([]);
  });
});

test.each([
  ['https://tenure.example.com', '"cache", "storage"'],
  ['http://localhost:3000', undefined],
])('signing out of %s has the browser clear what it keeps: %s', async (publicUrl, told) => {
  const own = await SignInWorld.open(publicUrl);
  try {
    const browser = new Browser(own.process());
    await browser.signIn(await own.hire());
    const inside = await browser.get('/security').expect(200);
    expect(inside.headers).not.toHaveProperty('clear-site-data');
    const out = await browser.submit('/security', {}, '/sign-out');
    expect(out.headers['clear-site-data']).toBe(told);
  } finally {
    await own.database.drop();
  }
});

test('over https the cookie is one that no other host can set', async () => {
  const secure = await SignInWorld.open('https://tenure.example.com');
  try {
    const someone = await secure.hire();
    const browser = new Browser(secure.process());
    const answer = await browser.signIn(someone);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-tenure_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await browser.get('/inbox').expect(200);
    browser.cookie = browser.cookie.replace('__Host-', '');
    await browser.get('/inbox').expect(303);
  } finally {
    await secure.database.drop();
  }
});

describe('the page of one’s own security', () => {
  test('shows where one is signed in and ends one of them', async () => {
    const here = await world.signedIn(person);
    const there = await world.signedIn(person);
    const page = await here.get('/security').expect(200);
    const ids = [...page.text.matchAll(/name="id" value="([^"]+)"><button>Sign out/g)].map(([, id]) => id ?? '');
    expect(ids).toHaveLength(1);
    const ended = await here.submit('/security', { act: 'end-session', id: ids[0] ?? '' });
    expect(ended.headers['location']).toBe('/security?done=session-ended');
    await there.get('/inbox').expect(303);
    await here.get('/inbox').expect(200);
  });

  test('does not end the session of somebody else', async () => {
    const stranger = await world.hire();
    const other = world.browser();
    await other.signIn(stranger);
    const [row] = await sessionsOf(stranger.id);
    const answer = await (
      await world.signedIn(person)
    ).submit('/security', { act: 'end-session', id: String(row?.id) });
    expect(answer.status).toBe(422);
    await other.get('/inbox').expect(200);
  });

  test('signs out everywhere', async () => {
    const [here, there] = [await world.signedIn(person), await world.signedIn(person)];
    await here.submit('/security', { act: 'end-all' });
    for (const one of [here, there]) await one.get('/inbox').expect(303);
  });
});

describe('an administrator', () => {
  test('signs somebody out everywhere and revokes their tokens', async () => {
    const admin = await world.hire({ roles: ['admin'] });
    const browser = await world.signedIn(person);
    const call = (method: 'get' | 'delete', path: string) =>
      world.on(method, path).set({ authorization: `Bearer ${tokenOf(admin)}` });
    await call('delete', `/api/v1/users/${person.id}/sessions`).expect(204);
    await browser.get('/inbox').expect(303);
    const { body } = await call('get', `/api/v1/users/${person.id}/tokens`).expect(200);
    await call('delete', `/api/v1/users/${person.id}/tokens/${body.items[0].id}`).expect(204);
    await world
      .on('get', '/api/v1/me')
      .set({ authorization: `Bearer ${tokenOf(person)}` })
      .expect(401);
    await call('delete', `/api/v1/users/${admin.id}/tokens/${body.items[0].id}`).expect(404);
  });

  test('whose session is old lets nobody in before showing again who it is', async () => {
    person = await world.hire({ roles: ['admin'] });
    const browser = await world.signedIn(person);
    const create = () =>
      world
        .on('post', `/api/v1/users/${person.id}/tokens`)
        .set({ cookie: browser.cookie, 'sec-fetch-site': 'same-origin' })
        .send({ name: 'x' });
    await create().expect(201);
    world.now += 16 * MINUTE;
    expect((await create().expect(403)).body.code).toBe('STEP_UP_REQUIRED');
  });
});

test('of the last administrators one keeps the role, also when both lose it at once', async () => {
  const { db } = world.database;
  await db('users').update({ roles: ['manager'] });
  const admins = [await world.hire({ roles: ['admin'] }), await world.hire({ roles: ['admin'] })];
  const change = ({ id }: Person, roles: readonly Role[]) => {
    const call = { actor: person, channel: 'api', now: NOW, newId: uuidv7(), ifMatch: null } as const;
    return changePerson(db, call, { id, patch: { roles: [...roles] } });
  };
  const ends = await Promise.allSettled(admins.map((admin) => change(admin, ['manager'])));
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [last] = await activeByRole(db, 'admin');
  expect(last && (await change(last, ['admin', 'finance'])).person.roles).toEqual(['admin', 'finance']);
  const answer = await world
    .on('patch', `/api/v1/users/${last?.id}`)
    .set({ authorization: `Bearer token-of-${last?.id}` })
    .send({ roles: ['finance'] });
  expect([answer.status, answer.body.code]).toEqual([409, 'STATE_CONFLICT']);
});
