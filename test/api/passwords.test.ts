import { hash, verify } from '@node-rs/argon2';
import { engagementMailActivities } from '../../activities/engagement-mail';
import type { Letter } from '../../activities/deps';
import { claimMails } from '../../db/stores/mail-orders';
import { findPassword } from '../../db/stores/passwords';
import { TRIES } from '../../db/stores/sign-in-tries';
import type { MailKind } from '../../domain/mail/order';
import type { Person } from '../../domain/people/people';
import { nonceIn } from './page-form';
import { type Browser, MINUTE, NOW, SignInWorld } from './sign-in-world';

jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual<{ readonly verify: typeof verify }>('@node-rs/argon2');
  return { ...real, verify: jest.fn(real.verify) };
});

let world: SignInWorld;
let person: Person;
const FIRST = 'correct horse battery';
const SECOND = ' staple with spaces ';

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

/** Mails of a kind that wait, as the courier sends them. */
async function mails(wanted: MailKind = 'password-link'): Promise<readonly Letter[]> {
  const sent: Letter[] = [];
  const mailer = { send: (letter: Letter) => Promise.resolve(void sent.push(letter)) };
  const { secrets, publicUrl } = world.services.config;
  const deps = { db: world.database.db, mailer, mailFrom: 'Tenure <tenure@localhost>', secrets, publicUrl };
  for (const { order } of await claimMails(world.database.db, Date.now(), 100)) {
    if (order.kind === wanted) await engagementMailActivities(deps).sendMail(order);
    await world.database.db('mail_orders').where({ key: order.key }).delete();
  }
  return sent;
}

async function mailedLink(): Promise<string> {
  await world.browser('203.0.113.77').submit('/forgotten', { email: person.email });
  const [mail] = await mails();
  expect(mail?.to.address).toBe(person.email);
  return /http:\/\/localhost:3000(\/w\/\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

async function setByLink(link: string, newPassword: string) {
  const browser = world.browser();
  const nonce = nonceIn((await browser.get(link)).text);
  return browser.submit(link, { nonce, newPassword });
}

const enter = (browser: Browser, password: string, email = person.email) =>
  browser.submit('/sign-in', { email, password });

describe('a mailed link', () => {
  test('sets a password with which its person signs in, spaces and all; it is good for one', async () => {
    const link = await mailedLink();
    expect((await setByLink(link, SECOND)).status).toBe(200);
    expect((await enter(world.browser(), SECOND.trim())).status).toBe(401);
    expect((await enter(world.browser(), SECOND)).status).toBe(303);
    expect((await setByLink(link, FIRST)).status).toBe(404);
    expect((await enter(world.browser(), SECOND)).status).toBe(303);
  });

  test('tells its person by mail that the password was set', async () => {
    await setByLink(await mailedLink(), FIRST);
    const [told] = await mails('sign-in-changed');
    expect(told?.to.address).toBe(person.email);
    expect(told?.text).toContain('Your password was set anew.');
    expect(told?.text).toContain('http://localhost:3000/security');
  });

  test('signs nobody in by itself, and signs out whoever was', async () => {
    const before = world.browser();
    await before.signIn(person);
    const after = await setByLink(await mailedLink(), FIRST);
    expect(after.headers['set-cookie']).toBeUndefined();
    await before.get('/inbox').expect(303);
  });

  test('says what is wrong with a password and sets none', async () => {
    const link = await mailedLink();
    const refused = await setByLink(link, '1qaz2wsx3edc');
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('leaked most often');
    expect(await findPassword(world.database.db, person.id)).toBeNull();
    expect((await setByLink(link, FIRST)).status).toBe(200);
  });

  test('runs out after half an hour, and dies with the address', async () => {
    const link = await mailedLink();
    world.now += 30 * MINUTE - 1;
    await world.browser().get(link).expect(200);
    world.now += 1;
    await world.browser().get(link).expect(410);
    world.now = NOW + 1;
    await world.database
      .db('users')
      .where({ id: person.id })
      .update({ email: `new-${person.email}` });
    await world.browser().get(link).expect(404);
  });

  test('two at once set one password', async () => {
    const link = await mailedLink();
    const answers = await Promise.all([setByLink(link, FIRST), setByLink(link, SECOND)]);
    expect(answers.filter(({ text }) => text.includes('The password is set'))).toHaveLength(1);
  });

  test('is mailed three times a quarter of an hour at most, and to nobody without an account; the answer is one', async () => {
    const texts = new Set<string>();
    const ask = async (email: string) => {
      const { text } = await world.browser().submit('/forgotten', { email });
      texts.add(text.replace(/value="[^"]*"/g, ''));
    };
    for (let n = 0; n < 5; n += 1) {
      world.now += 1;
      await ask(person.email);
    }
    await ask('nobody@example.com');
    await ask('no address');
    expect(texts.size).toBe(1);
    expect(await mails()).toHaveLength(3);
  });
});

describe('a password', () => {
  beforeEach(async () => {
    await setByLink(await mailedLink(), FIRST);
  });

  test('is kept as argon2id with 19 MiB and two passes', async () => {
    const kept = await findPassword(world.database.db, person.id);
    expect(kept?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]+\$[\w+/]+$/);
  });

  test('under older parameters is hashed anew when it is used', async () => {
    const older = await hash(FIRST, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await world.database.db('passwords').where({ user_id: person.id }).update({ hash: older });
    expect((await enter(world.browser(), FIRST)).status).toBe(303);
    expect((await findPassword(world.database.db, person.id))?.hash).toContain('m=19456,t=2,p=1');
    expect((await enter(world.browser(), FIRST)).status).toBe(303);
  });

  test('cannot be guessed: ten wrong ones, from wherever, and the eleventh is held back though it is right', async () => {
    for (let n = 0; n < TRIES.account; n += 1)
      expect((await enter(world.browser(`198.51.100.${n + 1}`), `wrong ${n}`)).status).toBe(401);
    expect((await enter(world.browser('198.51.100.99'), FIRST, person.email.toUpperCase())).status).toBe(429);
    const byToken = world.browser('198.51.100.98');
    expect((await byToken.signIn(person)).status).toBe(303);
    world.now += 15 * MINUTE;
    expect((await enter(world.browser(), FIRST)).status).toBe(303);
  });

  test('of nobody is refused with the same words, and held back after as many tries', async () => {
    const [wrong, unknown] = [
      await enter(world.browser(), 'wrong'),
      await enter(world.browser(), 'wrong', 'nobody@example.com'),
    ];
    const plain = (text: string, email: string) => text.replaceAll(email, '').replace(/value="[^"]*"/g, '');
    expect(plain(unknown.text, 'nobody@example.com')).toBe(plain(wrong.text, person.email));
    for (let n = 1; n < TRIES.account; n += 1) await enter(world.browser(), 'wrong', 'nobody@example.com');
    expect((await enter(world.browser(), 'wrong', 'nobody@example.com')).status).toBe(429);
  });

  test('of somebody who has left opens nothing', async () => {
    await world.database.db('users').where({ id: person.id }).update({ active: false });
    expect((await enter(world.browser(), FIRST)).status).toBe(401);
  });

  test('is changed by whoever knows the present one, and everybody else is signed out', async () => {
    const [here, there] = [world.browser(), world.browser()];
    for (const one of [here, there]) await enter(one, FIRST);
    const change = (password: string) => here.submit('/security', { act: 'password', password, newPassword: SECOND });
    expect((await change('wrong')).text).toContain('The present password is not right.');
    expect((await change(FIRST)).headers['location']).toBe('/security?done=password-set');
    await here.get('/inbox').expect(200);
    await there.get('/inbox').expect(303);
    expect((await enter(world.browser(), FIRST)).status).toBe(401);
    expect((await enter(world.browser(), SECOND)).status).toBe(303);
  });

  test('shows again who somebody is', async () => {
    const browser = world.browser();
    await enter(browser, FIRST);
    world.now += 16 * MINUTE;
    expect((await browser.submit('/confirm', { password: 'wrong', next: '/security' })).status).toBe(422);
    const proved = await browser.submit('/confirm', { password: FIRST, next: '/security' });
    expect(proved.headers['location']).toBe('/security');
  });
});

test('the first password of somebody who signed in long ago needs them to show again who they are', async () => {
  const browser = world.browser();
  await browser.signIn(person);
  world.now += 16 * MINUTE;
  const asked = await browser.submit('/security', { act: 'password', newPassword: FIRST });
  expect(asked.headers['location']).toBe('/confirm?next=%2Fsecurity');
  expect(await findPassword(world.database.db, person.id)).toBeNull();
});

test('an unknown address costs as much hashing as a wrong password', async () => {
  await setByLink(await mailedLink(), FIRST);
  const checksFor = async (email: string): Promise<number> => {
    const before = jest.mocked(verify).mock.calls.length;
    expect((await enter(world.browser(), 'wrong', email)).status).toBe(401);
    return jest.mocked(verify).mock.calls.length - before;
  };
  expect([await checksFor(person.email), await checksFor('nobody@example.com')]).toEqual([1, 1]);
});
