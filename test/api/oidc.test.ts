import { createHash } from 'node:crypto';
import request from 'supertest';
import { insertToken } from '../../db/stores/tokens';
import { hashPassword } from '../../api/sign-in/password';
import { replacePassword } from '../../db/stores/passwords';
import type { Person } from '../../domain/people/people';
import { OidcWorld } from '../oidc/oidc-world';
import { enrolApp, shownAt } from './app-of-person';
import { MINUTE, provedIn } from './sign-in-world';

let oidc: OidcWorld;
let li: Person;
beforeAll(async () => {
  oidc = await OidcWorld.open();
});
afterAll(() => oidc.close());
beforeEach(async () => {
  li = await oidc.begin();
});

const seconds = (): number => Math.floor(oidc.world.now / 1_000);

test('the sign-in page leads to the provider and back, with a code, a proof of who asked for it and no secret in the address', async () => {
  const browser = oidc.browser();
  const page = await browser.get('/sign-in?next=/inbox');
  expect(page.text).toContain('href="/sign-in/oidc?next&#x3D;%2Finbox"');
  const before = (await oidc.world.trail()).length;
  const { location, there } = await oidc.signIn(browser);
  expect(location).toBe('/inbox');
  const asked = Object.fromEntries(new URL(there).searchParams);
  expect(asked).toMatchObject({
    client_id: 'tenure',
    response_type: 'code',
    scope: 'openid email',
    code_challenge_method: 'S256',
    redirect_uri: 'http://localhost:3000/sign-in/oidc/callback',
    max_age: String(12 * 3_600),
  });
  expect(asked['state']?.length).toBeGreaterThanOrEqual(43);
  expect(asked['nonce']?.length).toBeGreaterThanOrEqual(43);
  const verifier = oidc.provider.tokenRequests.at(-1)?.get('code_verifier') ?? '';
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(asked['code_challenge']);
  expect(await oidc.sessions()).toMatchObject([{ user_id: li.id, method: 'oidc' }]);
  expect([...browser.jar.keys()]).toEqual(['tenure_session']);
  expect((await browser.get('/security')).status).toBe(200);
  expect((await oidc.world.trail()).slice(before)).toMatchObject([
    { type: 'identity.linked', actor_id: li.id },
    { type: 'sign-in.succeeded', actor_id: li.id, payload: { method: 'oidc', secondFactor: false } },
  ]);
});

test('the address finds a person once, and from then on the subject does', async () => {
  await oidc.signIn();
  expect(await oidc.db('identities').select('user_id', 'subject', 'issuer')).toEqual([
    { user_id: li.id, subject: 'sub-1', issuer: oidc.provider.issuer },
  ]);
  const mails = await oidc.db('mail_orders').where({ kind: 'sign-in-changed' }).select('recipient_id', 'facts');
  expect(mails).toEqual([{ recipient_id: li.id, facts: { change: 'identity-linked' } }]);
  const renamed = { email: 'li.new@example.com', email_verified: false };
  expect((await oidc.signIn(undefined, { claims: renamed })).location).toBe('/inbox');
  await oidc.db('users').where({ id: li.id }).update({ email: 'li@other.example' });
  expect((await oidc.signIn()).location).toBe('/inbox');
  expect(await oidc.db('identities')).toHaveLength(1);
});

test('an address that the provider keeps with the profile counts as well', async () => {
  const profile = { sub: 'sub-1', email: 'LI@example.com', email_verified: true };
  const { location } = await oidc.signIn(undefined, { claims: { email: undefined }, profile });
  expect(location).toBe('/inbox');
});

test('nobody is made by signing in, and a closed account stays closed', async () => {
  await oidc.signIn();
  const people = await oidc.db('users').count();
  await oidc.db('sessions').delete();
  await oidc.db('users').where({ id: li.id }).update({ active: false });
  expect((await oidc.signIn()).location).toContain('refused=stranger');
  const claims = { sub: 'new', email: 'new@example.com' };
  expect((await oidc.signIn(undefined, { claims })).location).toContain('refused=stranger');
  expect(await oidc.db('users').count()).toEqual(people);
  expect(await oidc.sessions()).toEqual([]);
});

test('a session begins anew with each sign-in', async () => {
  const { browser } = await oidc.signIn();
  const first = browser.jar.get('tenure_session');
  await browser.submit('/security', { act: 'end-all' });
  await oidc.signIn(browser);
  expect(browser.jar.get('tenure_session')).not.toBe(first);
  expect(await oidc.sessions()).toHaveLength(1);
});

describe('the code of the app', () => {
  test('is asked for after the provider, too', async () => {
    const { seed } = await enrolApp(oidc.world, li);
    await oidc.db('sessions').delete();
    const { back, browser } = await oidc.signIn(undefined, { claims: { amr: ['mfa'] } });
    expect(back?.status).toBe(200);
    expect(await oidc.sessions()).toEqual([]);
    oidc.world.now += MINUTE;
    const proved = provedIn(back?.text ?? '');
    const csrf = /name="csrf" value="([^"]+)"/.exec(back?.text ?? '')?.[1] ?? '';
    const wrong = await browser.post('/sign-in', { csrf, proved, next: '/inbox', code: '000000' });
    expect(wrong.status).toBe(401);
    const code = shownAt(seed, oidc.world.now);
    const right = await browser.post('/sign-in', { csrf, proved, next: '/inbox', code });
    expect(right.headers['location']).toBe('/inbox');
    expect(await oidc.sessions()).toMatchObject([{ user_id: li.id, method: 'oidc' }]);
  });

  test('opens nothing once the identity was taken away', async () => {
    const { seed } = await enrolApp(oidc.world, li);
    const { back, browser } = await oidc.signIn();
    await oidc.db('identities').delete();
    oidc.world.now += MINUTE;
    const csrf = /name="csrf" value="([^"]+)"/.exec(back?.text ?? '')?.[1] ?? '';
    const code = shownAt(seed, oidc.world.now);
    const late = await browser.post('/sign-in', { csrf, proved: provedIn(back?.text ?? ''), code });
    expect(late.status).toBe(401);
  });
});

describe('what is grave', () => {
  const stale = (minutes: number) => ({ claims: { auth_time: seconds() - minutes * 60 } });
  const confirmed = async (claims: Readonly<Record<string, unknown>>) => {
    const { browser } = await oidc.signIn(undefined, stale(120));
    const to = await browser.submit('/security', { act: 'begin-app' });
    expect(to.headers['location']).toBe('/confirm?next=%2Fsecurity');
    const page = await browser.get('/confirm?next=/security');
    expect(page.text).toContain('href="/confirm/oidc?next&#x3D;%2Fsecurity"');
    return oidc.signIn(browser, { claims }, '/confirm/oidc?next=/security');
  };

  test('asks somebody again whom the provider has known for hours, and takes a fresh proof of the provider', async () => {
    const { browser, there, location } = await confirmed({});
    const asked = Object.fromEntries(new URL(there).searchParams);
    expect(asked).toMatchObject({ prompt: 'login', max_age: '0' });
    expect(location).toBe('/security');
    expect(await oidc.sessions()).toHaveLength(1);
    expect((await browser.submit('/security', { act: 'begin-app' })).status).toBe(200);
    expect((await oidc.world.trail()).at(-1)).toMatchObject({ type: 'sign-in.proved-again', payload: { method: 'oidc' } }); // prettier-ignore
  });

  test.each([
    ['an old one', () => ({ auth_time: seconds() - 3_600 })],
    ['one of which it does not say when', () => ({ auth_time: undefined })],
  ])('takes no other: %s', async (_what, claims) => {
    const { browser, location } = await confirmed(claims());
    expect(location).toBe('/confirm?refused=old-proof&next=%2Fsecurity');
    const page = await browser.get(location);
    expect([page.status, page.text.includes('OIDC_OLD_PROOF')]).toEqual([422, true]);
    expect((await browser.submit('/security', { act: 'begin-app' })).status).toBe(303);
  });

  test('takes no proof of somebody else, and leaves the session as it was', async () => {
    const wu = await oidc.world.hire();
    const { browser, location } = await confirmed({ sub: 'sub-wu', email: wu.email });
    expect(location).toBe('/confirm?refused=other-person&next=%2Fsecurity');
    expect((await oidc.sessions()).map(({ user_id }) => user_id)).toEqual([li.id]);
    expect((await browser.submit('/security', { act: 'begin-app' })).status).toBe(303);
  });

  test('asks again where the provider does not say when its proof was made', async () => {
    const { browser } = await oidc.signIn(undefined, { claims: { auth_time: undefined } });
    const to = await browser.submit('/security', { act: 'begin-app' });
    expect(to.headers['location']).toBe('/confirm?next=%2Fsecurity');
  });

  test('is not shown again by a visit that began in another session', async () => {
    const { browser } = await oidc.signIn();
    const there = await browser.leave('/confirm/oidc?next=/security');
    await browser.submit('/security', { act: 'end-all' });
    const back = await browser.comeBack(oidc.provider.comeBack(there));
    expect(back.headers['location']).toContain('refused=other-person');
    expect(await oidc.sessions()).toEqual([]);
  });
});

describe('signing out', () => {
  test('of a session of the provider offers to end it there, too', async () => {
    const end_session_endpoint = `${oidc.provider.issuer}/end`;
    const { browser } = await oidc.signIn(undefined, { metadata: { end_session_endpoint } });
    const out = await browser.submit('/security', {}, '/sign-out');
    expect(out.headers['location']).toBe('/signed-out');
    const page = await browser.get('/signed-out');
    const back = encodeURIComponent('http://localhost:3000/sign-in');
    expect(page.text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')).toContain(
      `href="${end_session_endpoint}?post_logout_redirect_uri=${back}&client_id=tenure"`,
    );
    expect(await oidc.sessions()).toEqual([]);
  });

  test('leads to the sign-in where the provider offers nothing', async () => {
    const { browser } = await oidc.signIn();
    await browser.submit('/security', {}, '/sign-out');
    expect((await browser.get('/signed-out')).headers['location']).toBe('/sign-in');
  });
});

describe('an administrator', () => {
  const secret = 'token-of-the-administrator';
  const call = (method: 'put' | 'delete', id: string) =>
    request(oidc.world.app)[method](`/api/v1/users/${id}/identity`).set({ authorization: `Bearer ${secret}` }); // prettier-ignore

  beforeAll(async () => {
    const admin = await oidc.world.hire({ roles: ['admin'] });
    const token = { id: admin.id.replace(/^.{8}/, '018f0000'), userId: admin.id, name: 't', secret };
    await insertToken(oidc.db, { ...token, expiresAt: null, now: oidc.world.now });
  });

  test('says who somebody is at a provider that knows no addresses', async () => {
    expect((await call('put', li.id).send({ subject: 'ou_7d8a' })).status).toBe(204);
    const claims = { sub: 'ou_7d8a', email: undefined, email_verified: undefined };
    expect((await oidc.signIn(undefined, { claims })).location).toBe('/inbox');
    const other = await oidc.world.hire();
    expect((await call('put', other.id).send({ subject: 'ou_7d8a' })).body.code).toBe('CONFLICT');
    expect((await call('put', other.id).send({ subject: '' })).body.code).toBe('INVALID_FIELDS');
    const audit = await oidc.db('audit_events').where({ type: 'user.identity-linked' }).select('payload');
    expect(audit).toEqual([{ payload: { userId: li.id, issuer: oidc.provider.issuer } }]);
  });

  test('separates somebody from the provider, who is signed out and told', async () => {
    await oidc.signIn();
    expect((await call('delete', li.id)).status).toBe(204);
    expect([await oidc.sessions(), await oidc.db('identities')]).toEqual([[], []]);
    const changes = await oidc.db('mail_orders').orderBy('ordered_at').select('facts');
    expect(changes.at(-1)).toEqual({ facts: { change: 'identity-removed' } });
    expect((await call('delete', li.id)).status).toBe(404);
    expect((await oidc.signIn(undefined, { claims: { sub: 'sub-2' } })).location).toBe('/inbox');
  });
});

test('a password still opens where both may', async () => {
  const set = { hash: await hashPassword('correct horse battery'), now: oidc.world.now };
  await replacePassword(oidc.db, li.id, { ...set, before: null });
  const fields = { email: li.email, password: 'correct horse battery' };
  expect((await oidc.browser().submit('/sign-in', fields)).status).toBe(303);
});
