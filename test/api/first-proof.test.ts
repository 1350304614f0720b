import { hashPassword } from '../../api/sign-in/password';
import { findPassword, replacePassword } from '../../db/stores/passwords';
import { revokeToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import { enrolApp } from './app-of-person';
import { MINUTE, provedIn, SignInWorld } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

describe('the first proof', () => {
  const isTooLate = async (proved: string, code: string) => {
    const answer = await world.browser().submit('/sign-in', { proved, code });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('name="proved"');
  };

  test('is handed back as it was after a wrong code, and so runs out whatever is tried', async () => {
    const { shown } = await enrolApp(world, person);
    const browser = world.browser();
    const proved = await browser.firstStep(person);
    world.now += 9 * MINUTE;
    const again = await browser.submit('/sign-in', { proved, code: '000000' });
    expect(provedIn(again.text)).toBe(proved);
    world.now += MINUTE;
    await isTooLate(provedIn(again.text), shown());
  });

  test('by a token ends with it', async () => {
    const { shown } = await enrolApp(world, person);
    const proved = await world.browser().firstStep(person);
    await revokeToken(world.database.db, person.id, { id: person.id, now: world.now });
    await isTooLate(proved, shown());
  });

  test('by a password ends when another is set', async () => {
    const { shown } = await enrolApp(world, person);
    const { db } = world.database;
    const set = { hash: await hashPassword('correct horse battery'), now: world.now };
    await replacePassword(db, person.id, { ...set, before: null });
    const fields = { email: person.email, password: 'correct horse battery' };
    const proved = provedIn((await world.browser().submit('/sign-in', fields)).text);
    const wrong = await world.browser().submit('/sign-in', { proved, code: '000000' });
    expect(provedIn(wrong.text)).toBe(proved);
    const other = { hash: await hashPassword('another horse battery'), now: world.now + 1 };
    await replacePassword(db, person.id, { ...other, before: await findPassword(db, person.id) });
    await isTooLate(proved, shown());
  });

  test('ends with the account', async () => {
    const { shown } = await enrolApp(world, person);
    const proved = await world.browser().firstStep(person);
    await world.database.db('users').where({ id: person.id }).update({ active: false });
    await isTooLate(proved, shown());
  });
});

test('the first proof is ours, of one person, and waits ten minutes for the code', async () => {
  const { shown } = await enrolApp(world, person);
  const browser = world.browser();
  const proved = await browser.firstStep(person);
  const stranger = await world.hire();
  for (const forged of [proved.replace(person.id, stranger.id), proved.replace('.token.', '.password.'), 'x'])
    expect((await browser.submit('/sign-in', { proved: forged, code: shown() })).status).toBe(401);
  world.now += 10 * MINUTE;
  expect((await browser.submit('/sign-in', { proved, code: shown() })).status).toBe(401);
});

test('a password alone sets no other where a second factor is set', async () => {
  const { browser } = await enrolApp(world, person);
  const { db } = world.database;
  const before = { hash: await hashPassword('correct horse battery'), now: world.now };
  await replacePassword(db, person.id, { ...before, before: null });
  const change = () =>
    browser.submit('/security', { act: 'password', password: 'correct horse battery', newPassword: 'another horse battery' }); // prettier-ignore
  world.now += 15 * MINUTE;
  expect((await change()).headers['location']).toBe('/confirm?next=%2Fsecurity');
  expect((await findPassword(db, person.id))?.hash).toBe(before.hash);
  await db('sessions')
    .where({ user_id: person.id })
    .update({ proved_at: new Date(world.now) });
  expect((await change()).headers['location']).toBe('/security?done=password-set');
});
