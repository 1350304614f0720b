import { hashPassword } from '../../api/sign-in/password';
import { findPassword, replacePassword } from '../../db/stores/passwords';
import { revokeToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import { enrolApp, type Enrolled, firstStep as stepOne, provedIn, shownAt } from './app-of-person';
import { Browser, MINUTE, SignInWorld } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

const browserOf = (address?: string): Browser => new Browser(world.app, address);
const shownBy = (seed: string): string => shownAt(seed, world.now);
const enrolled = (): Promise<Enrolled> => enrolApp(world, person);
const firstStep = (browser: Browser): Promise<string> => stepOne(browser, person);

describe('the first proof', () => {
  const isTooLate = async (proved: string, code: string) => {
    const answer = await browserOf().submit('/sign-in', { proved, code });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('name="proved"');
  };

  test('is handed back as it was after a wrong code, and so runs out whatever is tried', async () => {
    const { seed } = await enrolled();
    const browser = browserOf();
    const proved = await firstStep(browser);
    world.now += 9 * MINUTE;
    const again = await browser.submit('/sign-in', { proved, code: '000000' });
    expect(provedIn(again.text)).toBe(proved);
    world.now += MINUTE;
    await isTooLate(provedIn(again.text), shownBy(seed));
  });

  test('by a token ends with it', async () => {
    const { seed } = await enrolled();
    const proved = await firstStep(browserOf());
    await revokeToken(world.database.db, person.id, { id: person.id, now: world.now });
    await isTooLate(proved, shownBy(seed));
  });

  test('by a password ends when another is set', async () => {
    const { seed } = await enrolled();
    const { db } = world.database;
    const set = { hash: await hashPassword('correct horse battery'), now: world.now };
    await replacePassword(db, person.id, { ...set, before: null });
    const fields = { email: person.email, password: 'correct horse battery' };
    const proved = provedIn((await browserOf().submit('/sign-in', fields)).text);
    const wrong = await browserOf().submit('/sign-in', { proved, code: '000000' });
    expect(provedIn(wrong.text)).toBe(proved);
    const other = { hash: await hashPassword('another horse battery'), now: world.now + 1 };
    await replacePassword(db, person.id, { ...other, before: await findPassword(db, person.id) });
    await isTooLate(proved, shownBy(seed));
  });

  test('ends with the account', async () => {
    const { seed } = await enrolled();
    const proved = await firstStep(browserOf());
    await world.database.db('users').where({ id: person.id }).update({ active: false });
    await isTooLate(proved, shownBy(seed));
  });
});

test('the first proof is ours, of one person, and waits ten minutes for the code', async () => {
  const { seed } = await enrolled();
  const browser = browserOf();
  const proved = await firstStep(browser);
  const stranger = await world.hire();
  for (const forged of [proved.replace(person.id, stranger.id), proved.replace('.token.', '.password.'), 'x'])
    expect((await browser.submit('/sign-in', { proved: forged, code: shownBy(seed) })).status).toBe(401);
  world.now += 10 * MINUTE;
  expect((await browser.submit('/sign-in', { proved, code: shownBy(seed) })).status).toBe(401);
});

test('a password alone sets no other where a second factor is set', async () => {
  const { browser } = await enrolled();
  const { db } = world.database;
  const before = { hash: await hashPassword('correct horse battery'), now: world.now };
  await replacePassword(db, person.id, { ...before, before: null });
  const change = () =>
    browser.submit('/security', { act: 'password', password: 'correct horse battery', newPassword: 'another horse battery' }); // prettier-ignore
  world.now += 15 * MINUTE;
  expect((await change()).headers['location']).toBe('/confirm?next=/security');
  expect((await findPassword(db, person.id))?.hash).toBe(before.hash);
  await db('sessions')
    .where({ user_id: person.id })
    .update({ proved_at: new Date(world.now) });
  expect((await change()).headers['location']).toBe('/security?done=password-set');
});
