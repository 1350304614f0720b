import type { Person } from '../../domain/people/people';
import { CLIENT } from '../oidc/hostile-provider';
import { OidcBrowser } from '../oidc/oidc-browser';
import { settingsFor } from '../oidc/oidc-world';
import { RealProvider, Visitor } from '../oidc/real-provider';
import { MINUTE, SignInWorld } from './sign-in-world';

const PUBLIC_URL = 'http://localhost:3000';
let provider: RealProvider;
let world: SignInWorld;
let li: Person;

beforeAll(async () => {
  provider = await RealProvider.open({
    ...CLIENT,
    redirectUri: `${PUBLIC_URL}/sign-in/oidc/callback`,
    signedOutUri: `${PUBLIC_URL}/sign-in`,
    people: {
      li: { email: 'li@example.com', email_verified: true },
      wu: { email: 'li@example.com', email_verified: false },
    },
  });
  world = await SignInWorld.open(PUBLIC_URL, { oidc: settingsFor(provider.issuer) });
  li = await world.hire({ email: 'li@example.com' });
});
afterAll(async () => {
  await provider.end();
  await world.database.drop();
});
beforeEach(async () => {
  // The provider has a clock of its own.
  world.now = Date.now();
  await world.database.db('sessions').delete();
});

/** From the sign-in page to the provider, through its forms, and back to ours. */
async function signIn(
  browser: OidcBrowser,
  visitor: Visitor,
  { login = 'li', from = '/sign-in/oidc?next=/inbox' } = {},
) {
  const { back, forms } = await visitor.signIn(await browser.leave(from), login);
  expect(back.startsWith(`${PUBLIC_URL}/sign-in/oidc/callback?`)).toBe(true);
  const answer = await browser.get(back.slice(PUBLIC_URL.length));
  return { to: answer.headers['location'], forms, back };
}

const sessions = () => world.database.db('sessions').select('user_id', 'method', 'proved_at');
const fresh = () => [new OidcBrowser(world.process()), new Visitor(provider.issuer)] as const;

describe('with a certified provider', () => {
  test('somebody signs in, and out there as well', async () => {
    const [browser, visitor] = fresh();
    const { to, forms, back } = await signIn(browser, visitor);
    expect([to, forms]).toEqual(['/inbox', ['login', 'consent']]);
    expect(new URL(back).searchParams.get('iss')).toBe(provider.issuer);
    expect(await sessions()).toMatchObject([{ user_id: li.id, method: 'oidc' }]);
    expect((await browser.submit('/security', {}, '/sign-out')).headers['location']).toBe('/signed-out');
    const { text } = await browser.get('/signed-out');
    const href = /href="(http:\/\/127[^"]+)"/.exec(text)?.[1] ?? '';
    const there = await fetch(href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'));
    expect([there.status, (await there.text()).includes('/session/end/confirm')]).toEqual([200, true]);
  });

  test('an address that it has not checked opens nothing', async () => {
    const [browser, visitor] = fresh();
    const { to } = await signIn(browser, visitor, { login: 'wu' });
    expect(to).toBe('/sign-in?refused=mail&next=%2Finbox');
    expect(await sessions()).toEqual([]);
  });

  test('somebody whom it knows already is not asked, and shows it anew for what is grave', async () => {
    const [browser, visitor] = fresh();
    await signIn(browser, visitor);
    world.now += 20 * MINUTE;
    expect((await browser.submit('/security', { act: 'begin-app' })).headers['location']).toContain('/confirm');
    world.now = Date.now();
    const again = await signIn(browser, visitor, { from: '/confirm/oidc?next=/security' });
    expect([again.to, again.forms]).toEqual(['/security', ['login']]);
    expect((await browser.submit('/security', { act: 'begin-app' })).status).toBe(200);
    const second = await signIn(new OidcBrowser(world.process()), visitor);
    expect([second.to, second.forms]).toEqual(['/inbox', []]);
  });

  test('a code that was used already opens nothing', async () => {
    const [browser, visitor] = fresh();
    const { back } = await signIn(browser, visitor);
    const thief = new OidcBrowser(world.process());
    const theirs = new URL(await thief.leave()).searchParams.get('state') ?? '';
    const query = new URL(back).searchParams;
    query.set('state', theirs);
    expect((await thief.comeBack(query.toString())).headers['location']).toContain('refused=code');
    expect(await sessions()).toHaveLength(1);
  });

  test('a new key of the provider is known at once, and the present process needs no start', async () => {
    const [browser, visitor] = fresh();
    await signIn(browser, visitor);
    await provider.end();
    await provider.begin();
    expect((await signIn(browser, new Visitor(provider.issuer), { from: '/confirm/oidc?next=/inbox' })).to).toBe(
      '/inbox',
    );
  });

  test('while it is away nobody is signed in by it, whoever is signed in stays so, and the page says it', async () => {
    const [browser, visitor] = fresh();
    await signIn(browser, visitor);
    await provider.end();
    try {
      const other = new OidcBrowser(world.process());
      const to = await other.leave();
      expect(to).toBe('/sign-in?refused=away&next=%2Finbox');
      expect((await other.get(to)).status).toBe(503);
      expect((await browser.get('/security')).status).toBe(200);
    } finally {
      await provider.begin();
    }
  });
});
