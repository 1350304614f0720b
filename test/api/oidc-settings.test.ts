import { hashPassword } from '../../api/sign-in/password';
import { replacePassword } from '../../db/stores/passwords';
import type { Person } from '../../domain/people/people';
import { OidcBrowser } from '../oidc/oidc-browser';
import { OidcWorld } from '../oidc/oidc-world';
import { enrolApp } from './app-of-person';
import { SignInWorld } from './sign-in-world';

let oidc: OidcWorld;
let li: Person;
beforeAll(async () => {
  const part = { name: 'Group <account>', acr: ['gold'], trustsFactors: true, verifiedClaim: 'xms_edov' };
  oidc = await OidcWorld.open(part, { passwords: 'suppliers' }, 'https://tenure.example.com');
});
afterAll(() => oidc.close());
beforeEach(async () => {
  li = await oidc.begin();
});

const GOOD = { acr: 'gold', xms_edov: true, email_verified: undefined };

test('the page calls the provider as people do, and keeps to https', async () => {
  const browser = oidc.browser();
  expect((await browser.get('/sign-in')).text).toContain('Sign in with Group &lt;account&gt;');
  const answer = await browser.get('/sign-in/oidc');
  const [cookie] = answer.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^__Host-tenure_oidc=[^;]+; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  expect(answer.headers['location']).toContain('acr_values=gold');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect((await oidc.signIn(browser, { claims: GOOD })).location).toBe('/inbox');
});

test.each([
  ['another level', { ...GOOD, acr: 'silver' }, 'factors'],
  ['no level', { ...GOOD, acr: undefined }, 'factors'],
  ['another claim for the address', { acr: 'gold', email_verified: true }, 'mail'],
])('what the settings ask for is asked for: %s', async (_what, claims, reason) => {
  expect((await oidc.signIn(undefined, { claims })).location).toContain(`refused=${reason}`);
  expect(await oidc.sessions()).toEqual([]);
});

test('where several factors of the provider are believed, the app is asked for only without them', async () => {
  await enrolApp(oidc.world, li);
  await oidc.db('sessions').delete();
  const several = await oidc.signIn(undefined, { claims: { ...GOOD, amr: ['pwd', 'otp'] } });
  expect(several.location).toBe('/inbox');
  await oidc.db('sessions').delete();
  const one = await oidc.signIn(undefined, { claims: { ...GOOD, amr: ['pwd'] } });
  expect([one.back?.status, await oidc.sessions()]).toEqual([200, []]);
});

describe('where only suppliers have passwords', () => {
  const withPassword = async (person: Person) => {
    const set = { hash: await hashPassword('correct horse battery'), now: oidc.world.now };
    await replacePassword(oidc.db, person.id, { ...set, before: null });
    return { email: person.email, password: 'correct horse battery' };
  };

  test('one of ours opens nothing, sets none and is mailed no link', async () => {
    const fields = await withPassword(li);
    const refused = await oidc.browser().submit('/sign-in', fields);
    expect([refused.status, await oidc.sessions()]).toEqual([401, []]);
    await oidc.db('mail_orders').delete();
    const asked = await oidc.browser().submit('/forgotten', { email: li.email });
    expect([asked.status, await oidc.db('mail_orders')]).toEqual([200, []]);
    const { browser } = await oidc.signIn(undefined, { claims: GOOD });
    expect((await browser.get('/security')).text).not.toContain('newPassword');
    const set = await browser.submit('/security', { act: 'password', newPassword: 'another horse battery' });
    expect(set.status).toBe(422);
    const again = await browser.submit('/confirm', { password: 'correct horse battery', next: '/security' });
    expect(again.status).toBe(422);
  });

  test('one of a supplier opens and sets theirs', async () => {
    const ali = await oidc.world.hire({ roles: ['vendor'] });
    expect((await oidc.browser().submit('/sign-in', await withPassword(ali))).status).toBe(303);
    await oidc.db('mail_orders').delete();
    await oidc.browser().submit('/forgotten', { email: ali.email });
    expect(await oidc.db('mail_orders')).toHaveLength(1);
  });
});

test('without a sign-in of the organisation nothing of it is there', async () => {
  const world = await SignInWorld.open();
  try {
    const browser = new OidcBrowser(world.app);
    expect((await browser.get('/sign-in')).text).not.toContain('/sign-in/oidc');
    for (const path of ['/sign-in/oidc', '/sign-in/oidc/callback?code=a&state=b', '/signed-out'])
      expect((await browser.get(path)).headers['location']).toBe('/sign-in');
  } finally {
    await world.database.drop();
  }
});
