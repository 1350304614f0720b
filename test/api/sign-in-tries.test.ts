import { TRIES, TRIES_WINDOW_MS } from '../../db/stores/sign-in-tries';
import type { Person } from '../../domain/people/people';
import { csrfIn } from './page-form';
import { Browser, SignInWorld } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

describe('tries at signing in', () => {
  const tries = (browser: Browser) => browser.submit('/sign-in', { token: 'wrong' });

  test('from one address are held back after sixty, by all processes together, and let go on after a quarter of an hour', async () => {
    const [one, two] = [new Browser(world.process()), new Browser(world.process())];
    for (let n = 0; n < TRIES.address; n += 1) expect((await tries(n % 2 ? one : two)).status).toBe(401);
    const held = await tries(one);
    expect(held.status).toBe(429);
    expect(Number(held.headers['retry-after'])).toBe(TRIES_WINDOW_MS / 1_000);
    expect((await two.signIn(person)).status).toBe(429);
    const elsewhere = world.browser('203.0.113.9');
    expect((await elsewhere.signIn(person)).status).toBe(303);
    world.now += TRIES_WINDOW_MS;
    expect((await two.signIn(person)).status).toBe(303);
    expect((await world.trail()).filter(({ type }) => type === 'sign-in.held-back')).toHaveLength(1);
  });

  test('many at once are not many chances', async () => {
    const form = await world.browser().get('/sign-in');
    const csrf = csrfIn(form.text);
    const send = () =>
      world
        .on('post', '/sign-in')
        .set({ 'x-forwarded-for': '198.51.100.7' })
        .type('form')
        .send({ csrf, token: 'wrong' });
    const answers = [];
    // As many at once as the connections of one process take in good time.
    for (let sent = 0; sent < TRIES.address + 20; sent += 20)
      answers.push(...(await Promise.all(Array.from({ length: 20 }, send))));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(TRIES.address);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test('from one house of IPv6 count together', async () => {
    const from = (host: string) => world.browser(`2001:db8:1:2::${host}`);
    for (let n = 0; n < TRIES.address; n += 1) await tries(from(n.toString(16)));
    expect((await tries(from('ffff'))).status).toBe(429);
    expect((await tries(world.browser('2001:db8:1:3::1'))).status).toBe(401);
  });

  test('at what is no address cost no account anything, nor a second factor, and the same work', async () => {
    const shapes = [`second-factor ${person.id}`, 'a\u0001b@example.com', 'nobody', '', `<${person.email}>`];
    for (const [n, email] of shapes.entries()) {
      const answer = await world.browser(`203.0.113.${n + 1}`).submit('/sign-in', { email, password: 'x' });
      expect(answer.status).toBe(401);
    }
    // One count by address each, and none by account.
    expect(await world.database.db('sign_in_tries')).toHaveLength(shapes.length);
  });

  test.each([
    ['/sign-in', { email: 'a\u0000b@example.com', password: 'x' }],
    ['/sign-in', { token: 'a\u0000b' }],
    ['/forgotten', { email: 'a\u0000b@example.com' }],
  ])('with a character that cannot be stored are refused by the form: %s %j', async (page, fields) => {
    const answer = await world.browser().submit(page, fields);
    expect(answer.status).toBe(422);
  });

  test('that go well do not count', async () => {
    const browser = world.browser();
    for (let n = 0; n < 5; n += 1) {
      browser.cookie = '';
      await browser.signIn(person);
    }
    expect(await world.database.db('sign_in_tries')).toMatchObject([{ tries: 0 }]);
  });

  test('stand in the trail, good and bad ones, without what was typed', async () => {
    const before = (await world.trail()).length;
    const browser = world.browser();
    await browser.submit('/sign-in', { token: 'hunter2-typed-here' });
    await browser.signIn(person);
    await browser.submit('/inbox', {}, '/sign-out');
    const fresh = (await world.trail()).slice(before);
    expect(fresh.map(({ type, actor_id }) => [type, actor_id])).toEqual([
      ['sign-in.failed', null],
      ['sign-in.succeeded', person.id],
      ['sign-in.ended', person.id],
    ]);
    expect(fresh[1]?.payload).toMatchObject({ method: 'token', ip: '198.51.100.1', userAgent: 'A browser' });
    expect(JSON.stringify(fresh)).not.toContain('hunter2');
  });
});
