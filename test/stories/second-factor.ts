import { shownAt } from '../api/app-of-person';
import type { Visitor } from './visitor';
import type { Player, World } from './world';

const PASSWORD = 'nine quiet lanterns by a river';
const HALF_MINUTE = 30_000;

/** Sets up an authenticator app, signs in with it, and once with a recovery code in its place. */
export async function secondFactor(world: World): Promise<void> {
  const person = await world.hire('Fred Nash', ['manager']);
  const visitor = await world.visitor();
  await askForPassword(visitor, person.email);
  await visitor.open(await world.linkFor(person, '/w/'));
  await visitor.keys.write(visitor.field('newPassword'), PASSWORD);
  await visitor.follow(visitor.button(visitor.t('password.save')));
  await visitor.follow(visitor.link(visitor.t('page.sign-in.title')));
  await giveProof(visitor, person);
  expect(pathOf(visitor)).toBe('/inbox');

  const { seed, codes } = await setUp(visitor);
  await signOut(visitor);
  await signInWithApp(visitor, person, seed);
  await signOut(visitor);
  await signInWithCode(visitor, person, codes[0] ?? '');
}

const pathOf = ({ page }: Visitor): string => new URL(page.url()).pathname;

async function askForPassword(visitor: Visitor, email: string): Promise<void> {
  await visitor.open('/forgotten');
  await visitor.keys.write(visitor.field('email'), email);
  await visitor.follow(visitor.page.locator('main button'));
}

async function giveProof(visitor: Visitor, { email }: Player): Promise<void> {
  await visitor.keys.write(visitor.field('email'), email);
  await visitor.keys.write(visitor.field('password'), PASSWORD);
  await visitor.follow(submitOf(visitor));
}

const submitOf = (visitor: Visitor) => visitor.button(visitor.t('sign-in.submit')).first();

/** A wrong code changes nothing: the seed stays, so that the app need not be given another. */
async function setUp(visitor: Visitor): Promise<{ readonly seed: string; readonly codes: readonly string[] }> {
  await visitor.follow(visitor.page.locator('a.who'));
  await visitor.follow(visitor.button(visitor.t('security.begin-app')));
  const seed = await seedOf(visitor);
  await visitor.keys.write(visitor.field('code'), 'not a code');
  await visitor.refused(visitor.button(visitor.t('security.confirm-app')), 422);
  expect(await seedOf(visitor)).toBe(seed);
  await visitor.keys.write(visitor.field('code'), shownAt(seed, Date.now()));
  await visitor.follow(visitor.button(visitor.t('security.confirm-app')));
  expect(await visitor.main()).toContain(visitor.label('security-done', 'app-added'));
  const codes = await visitor.page.locator('main .hint li code').allInnerTexts();
  expect(codes).toHaveLength(10);
  return { seed, codes };
}

const seedOf = ({ page }: Visitor): Promise<string> =>
  page
    .locator('form', { has: page.locator('[value="confirm-app"]') })
    .locator('xpath=preceding-sibling::p[1]/code')
    .innerText();

async function signOut(visitor: Visitor): Promise<void> {
  await visitor.follow(visitor.button(visitor.t('page.sign-out')));
  await visitor.open('/sign-in');
}

/** A code that is used opens nothing again; the next one does, before its half minute by our own clock. */
async function signInWithApp(visitor: Visitor, person: Player, seed: string): Promise<void> {
  await giveProof(visitor, person);
  expect(await visitor.main()).toContain(visitor.t('second-factor.lead'));
  await visitor.keys.write(visitor.field('code'), '000 000 000');
  await visitor.refused(submitOf(visitor), 401);
  await visitor.keys.write(visitor.field('code'), shownAt(seed, Date.now() + HALF_MINUTE));
  await visitor.follow(submitOf(visitor));
  expect(pathOf(visitor)).toBe('/inbox');
}

/** Each opens once. */
async function signInWithCode(visitor: Visitor, person: Player, code: string): Promise<void> {
  const write = () => visitor.keys.write(visitor.field('code'), code);
  await giveProof(visitor, person);
  await write();
  await visitor.follow(submitOf(visitor));
  await visitor.follow(visitor.page.locator('a.who'));
  expect(await visitor.main()).toContain(visitor.t('security.codes-left', { count: 9 }));
  await signOut(visitor);
  await giveProof(visitor, person);
  await write();
  await visitor.refused(submitOf(visitor), 401);
  expect(pathOf(visitor)).toBe('/sign-in');
  await visitor.open('/inbox');
  expect(pathOf(visitor)).toBe('/sign-in');
}
