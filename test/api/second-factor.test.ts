import { createSealer } from '../../db/sealed';
import { countRecoveryCodes, findSecondFactor, resealSecondFactors } from '../../db/stores/second-factors';
import { TRIES } from '../../db/stores/sign-in-tries';
import type { Person } from '../../domain/people/people';
import { enrolApp, seedIn, shownAt } from './app-of-person';
import { MINUTE, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

async function enter(code: string, address?: string) {
  const browser = world.browser(address);
  const proved = await browser.firstStep(person);
  return browser.submit('/sign-in', { proved, code });
}

const changes = async (): Promise<readonly string[]> => {
  const orders = await world.database.db('mail_orders').where({ recipient_id: person.id }).orderBy('ordered_at');
  return orders.map(({ facts }) => String(facts.change));
};

describe('an authenticator app', () => {
  test('is given a seed as a picture and as text; it counts once a code of it was typed', async () => {
    const browser = world.browser();
    await browser.signIn(person);
    const begun = await browser.submit('/security', { act: 'begin-app' });
    expect(begun.text).toMatch(/<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*>.*<path d="M\d+ \d+h1v1h-1z/s);
    expect((await world.browser().signIn(person)).status).toBe(303);
    const wrong = await browser.submit('/security', { act: 'confirm-app', code: '000000' });
    expect(wrong.status).toBe(422);
    expect(seedIn(wrong.text)).toBe(seedIn(begun.text));
    const done = await browser.submit('/security', {
      act: 'confirm-app',
      code: shownAt(seedIn(begun.text), world.now),
    });
    expect(done.text.match(/<li><code>[A-Z2-7-]{29}<\/code>/g)).toHaveLength(10);
    expect(await changes()).toEqual(['second-factor-added']);
  });

  test('asks for its code at the next sign-in, and signs out whoever was signed in elsewhere', async () => {
    const elsewhere = world.browser();
    await elsewhere.signIn(person);
    const { shown } = await enrolApp(world, person);
    await elsewhere.get('/inbox').expect(303);
    const browser = world.browser();
    const proved = await browser.firstStep(person);
    await browser.get('/inbox').expect(303);
    expect((await browser.submit('/sign-in', { proved, code: '000000' })).status).toBe(401);
    expect((await browser.submit('/sign-in', { proved, code: shown() })).headers['location']).toBe('/inbox');
    await browser.get('/inbox').expect(200);
    expect((await world.trail()).at(-1)?.payload).toMatchObject({ method: 'token', secondFactor: true });
  });

  test('shows a code that is good once, and none from before it afterwards', async () => {
    const { shown } = await enrolApp(world, person);
    const before = shown();
    world.now += MINUTE / 2;
    const code = shown();
    const answers = await Promise.all([enter(code), enter(code), enter(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 401, 401]);
    expect((await enter(before)).status).toBe(401);
  });

  test('may be half a minute off, and no more', async () => {
    const { shown } = await enrolApp(world, person);
    const code = shown();
    world.now += MINUTE;
    expect((await enter(code)).status).toBe(401);
    world.now -= MINUTE / 2;
    expect((await enter(code)).status).toBe(303);
  });

  test('cannot be guessed: after ten wrong codes, from wherever, a right one is held back for a quarter of an hour', async () => {
    const { shown } = await enrolApp(world, person);
    for (let n = 0; n < TRIES.account; n += 1) expect((await enter('000000', `198.51.100.${n + 1}`)).status).toBe(401);
    expect((await enter(shown(), '198.51.100.99')).status).toBe(429);
    world.now += 15 * MINUTE;
    expect((await enter(shown())).status).toBe(303);
  });

  test('is not locked from outside: names of its counter given as an address use up nothing of it', async () => {
    const { shown } = await enrolApp(world, person);
    for (let n = 0; n <= TRIES.account; n += 1) {
      const fields = { email: `second-factor ${person.id}`, password: 'x' };
      expect((await world.browser(`198.51.100.${n + 1}`).submit('/sign-in', fields)).status).toBe(401);
    }
    expect((await enter(shown(), '198.51.100.99')).status).toBe(303);
  });

  test('is kept sealed, and sealed anew after a change of the root key', async () => {
    const { seed, shown } = await enrolApp(world, person);
    const { db } = world.database;
    const plain = seed.replaceAll(' ', '');
    const kept = await findSecondFactor(db, person.id);
    expect(kept?.seed).not.toContain(plain);
    const newer = 'n'.repeat(32);
    await resealSecondFactors(db, createSealer([newer, 's'.repeat(32)]));
    expect(createSealer([newer]).open((await findSecondFactor(db, person.id))?.seed ?? '')).toBe(plain);
    // A key that got into other hands was taken away: its codes open nothing, and signing in goes on otherwise.
    expect((await enter(shown())).status).toBe(401);
  });

  test('is removed by somebody who has shown it lately, and asked for by nobody then', async () => {
    const { browser, shown } = await enrolApp(world, person);
    world.now += 15 * MINUTE;
    const asked = await browser.submit('/security', { act: 'remove-app' });
    expect(asked.headers['location']).toBe('/confirm?next=%2Fsecurity');
    const proof = { token: tokenOf(person), next: '/security' };
    expect((await browser.submit('/confirm', proof)).status).toBe(422);
    expect((await browser.submit('/confirm', { ...proof, code: shown() })).status).toBe(303);
    const removed = await browser.submit('/security', { act: 'remove-app' });
    expect(removed.headers['location']).toBe('/security?done=app-removed');
    expect((await world.browser().signIn(person)).status).toBe(303);
    expect((await changes()).at(-1)).toBe('second-factor-removed');
  });
});

describe('a recovery code', () => {
  test('takes the place of the app once, and its person hears of it', async () => {
    const { codes } = await enrolApp(world, person);
    const [first = ''] = codes;
    expect((await enter(first.toLowerCase().replaceAll('-', ' '))).status).toBe(303);
    expect((await enter(first)).status).toBe(401);
    expect(await countRecoveryCodes(world.database.db, person.id)).toBe(9);
    expect((await changes()).at(-1)).toBe('recovery-code-used');
  });

  test('stands nowhere in plain text, opens nobody else’s account, and nothing after new ones were made', async () => {
    const { browser, codes } = await enrolApp(world, person);
    const [first = ''] = codes;
    const kept = JSON.stringify(await world.database.db('recovery_codes'));
    expect(kept).not.toContain(first.replaceAll('-', ''));
    const old = person;
    person = await world.hire({ locale: 'en' });
    await enrolApp(world, person);
    expect((await enter(first)).status).toBe(401);
    person = old;
    expect((await browser.submit('/security', { act: 'renew-codes' })).text).toContain('The codes are made');
    expect((await enter(first)).status).toBe(401);
  });
});

test('an administrator takes away the second factor of somebody who has lost it; both are told by the trail and by mail', async () => {
  await enrolApp(world, person);
  const admin = await world.hire({ roles: ['admin'] });
  const reset = (by: Person) =>
    world.on('delete', `/api/v1/users/${person.id}/second-factor`).set({ authorization: `Bearer ${tokenOf(by)}` });
  await reset(person).expect(403);
  await reset(admin).expect(204);
  await reset(admin).expect(404);
  expect((await world.browser().signIn(person)).status).toBe(303);
  expect((await changes()).at(-1)).toBe('second-factor-reset');
  const entries = await world.database.db('audit_events').where({ type: 'user.second-factor-reset' });
  expect(entries).toMatchObject([{ actor_id: admin.id, payload: { userId: person.id } }]);
});
