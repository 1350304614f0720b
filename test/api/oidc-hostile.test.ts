import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, OIDC_REASONS, type OidcReason } from '../../domain/people/oidc-refusal';
import { FOREIGN, type Malice, signedBy, signedWithPublicKey, unsigned } from '../oidc/hostile-provider';
import { OidcWorld } from '../oidc/oidc-world';

let oidc: OidcWorld;
beforeAll(async () => {
  oidc = await OidcWorld.open();
});
afterAll(() => oidc.close());
beforeEach(() => oidc.begin());

const wordsIn = (locale: string): Readonly<Record<string, string>> =>
  z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(__dirname, '..', '..', 'templates', 'locales', `${locale}.json`), 'utf8')));

const now = (): number => Math.floor(oidc.world.now / 1_000);
const HUGE = 'x'.repeat(300_000);

type Lie = readonly [what: string, malice: () => Malice, reason: OidcReason];
const LIES: readonly Lie[] = [
  ['a token of another issuer', () => ({ claims: { iss: 'https://evil.example' } }), 'issuer'],
  ['an answer that another provider gave', () => ({ back: { iss: 'https://evil.example' } }), 'issuer'],
  ['an answer that does not say whose it is, by a provider that says so', () => ({ back: { iss: null } }), 'issuer'],
  ['a token for another client', () => ({ claims: { aud: 'somebody-else' } }), 'audience'],
  ['a token for several others', () => ({ claims: { aud: ['other', 'another'] } }), 'audience'],
  ['a token for several that does not say for whom', () => ({ claims: { aud: ['tenure', 'other'] } }), 'audience'],
  [
    'a token for several that another was given',
    () => ({ claims: { aud: ['tenure', 'other'], azp: 'other' } }),
    'party',
  ],
  ['a token that another client was given', () => ({ claims: { azp: 'other' } }), 'party'],
  ['a token of another visit', () => ({ claims: { nonce: 'of-another' } }), 'nonce'],
  ['a token of no visit', () => ({ claims: { nonce: undefined } }), 'nonce'],
  ['a token without signature', () => ({ mint: unsigned }), 'algorithm'],
  ['a token signed with the public key as a secret', () => ({ mint: signedWithPublicKey }), 'algorithm'],
  ['a token signed by another key', () => ({ mint: signedBy(FOREIGN) }), 'signature'],
  ['a token whose key is not known', () => ({ header: { kid: 'k9' } }), 'signature'],
  ['a token that brings its key', () => ({ header: { jku: 'https://evil.example/keys', jwk: { kty: 'RSA' } }, mint: signedBy(FOREIGN) }), 'signature'], // prettier-ignore
  ['a token with a header that must be understood', () => ({ header: { crit: ['b64'], b64: false } }), 'algorithm'],
  ['a token that has run out', () => ({ claims: { iat: now() - 900, exp: now() - 600 } }), 'expired'],
  ['a token without an end', () => ({ claims: { exp: undefined } }), 'expired'],
  ['a token from the future', () => ({ claims: { iat: now() + 120, exp: now() + 600 } }), 'early'],
  ['a token that is not good yet', () => ({ claims: { nbf: now() + 120 } }), 'early'],
  ['a token of nobody', () => ({ claims: { sub: '' } }), 'subject'],
  ['a token of somebody with no printable name', () => ({ claims: { sub: 'a\u0000b' } }), 'subject'],
  ['an address that it has not checked', () => ({ claims: { email_verified: false } }), 'mail'],
  ['an address of which it does not say whether it has', () => ({ claims: { email_verified: undefined } }), 'mail'],
  ['no address', () => ({ claims: { email: undefined } }), 'mail'],
  ['several addresses', () => ({ claims: { email: ['li@example.com', 'x@example.com'] } }), 'mail'],
  ['somebody whom we do not know', () => ({ claims: { email: 'nobody@example.com' } }), 'stranger'],
  ['a profile of somebody else', () => ({ claims: { email: undefined }, profile: { sub: 'sub-2', email: 'li@example.com', email_verified: true } }), 'subject'], // prettier-ignore
  ['another code', () => ({ back: { code: 'guessed' } }), 'code'],
  ['another state', () => ({ back: { state: 'guessed' } }), 'state'],
  ['no state', () => ({ back: { state: null } }), 'state'],
  ['a refusal', () => ({ back: { error: 'server_error', error_description: '<script>alert(1)</script>' } }), 'refused'],
  ['that the person has thought better of it', () => ({ back: { error: 'access_denied' } }), 'cancelled'],
  ['something that is no token', () => ({ mint: () => 'a.b' }), 'answer'],
  ['more than anybody reads', () => ({ claims: { more: HUGE } }), 'away'],
  ['more keys than anybody reads', () => ({ keys: [{ kty: 'RSA', n: HUGE }] }), 'away'],
  ['no keys', () => ({ keys: [] }), 'signature'],
  ['an error page', () => ({ at: { '/token': (res) => res.writeHead(500).end('<h1>no</h1>') } }), 'away'],
  ['where else to ask for the token', () => ({ at: { '/token': (res) => res.writeHead(307, { location: 'http://127.0.0.1:9/token' }).end() } }), 'metadata'], // prettier-ignore
  ['where else to ask for the keys', () => ({ at: { '/keys': (res) => res.writeHead(302, { location: 'http://127.0.0.1:9/keys' }).end() } }), 'metadata'], // prettier-ignore
];

const OF_ITSELF: readonly Lie[] = [
  ['that it is another issuer', () => ({ metadata: { issuer: 'https://evil.example' } }), 'metadata'],
  ['where else to ask about it', () => ({ at: { '/.well-known/openid-configuration': (res) => res.writeHead(302, { location: 'http://169.254.169.254/' }).end() } }), 'metadata'], // prettier-ignore
  ['that tokens are at another host', () => ({ metadata: { token_endpoint: 'https://evil.example/token' } }), 'metadata'],
  ['that keys are inside the house', () => ({ metadata: { jwks_uri: 'http://127.0.0.1:1/keys' } }), 'metadata'],
  ['that people sign in elsewhere', () => ({ metadata: { authorization_endpoint: 'https://evil.example/' } }), 'metadata'],
  ['no script is an address', () => ({ metadata: { authorization_endpoint: 'javascript:alert(1)' } }), 'metadata'],
  ['that people sign out elsewhere', () => ({ metadata: { end_session_endpoint: 'https://evil.example/' } }), 'metadata'],
  ['more than anybody reads', () => ({ metadata: { more: HUGE } }), 'away'],
  ['an error page', () => ({ at: { '/.well-known/openid-configuration': (res) => res.writeHead(500).end('no') } }), 'away'],
]; // prettier-ignore

async function refuses(malice: Malice, reason: OidcReason): Promise<void> {
  const before = (await oidc.world.trail()).length;
  const { location, browser } = await oidc.signIn(undefined, malice);
  expect(location).toBe(`/sign-in?refused=${reason}&next=%2Finbox`);
  expect(await oidc.sessions()).toEqual([]);
  expect(await oidc.db('identities')).toEqual([]);
  expect(await oidc.trailSince(before)).toEqual([['sign-in.failed', reason]]);
  // An answer to another visit leaves the own one as it was.
  expect([...browser.jar.keys()]).toEqual(reason === 'state' ? ['tenure_oidc'] : []);
  for (const locale of ['en', 'zh-CN']) {
    const page = await browser.get(`${location}&lang=${locale}`);
    expect(page.text).toContain(wordsIn(locale)[`oidc-refused.${OIDC_REASONS[reason]}`]);
    expect(page.text).toContain(codeOf(reason));
    expect(page.text).not.toContain('alert(1)');
  }
  expect((await browser.get('/inbox')).headers['location']).toContain('/sign-in');
}

describe('a provider opens nothing by', () => {
  test.each(LIES)('%s', (_what, malice, reason) => refuses(malice(), reason));
});

describe('nobody is sent to a provider that says of itself', () => {
  test.each(OF_ITSELF)('%s', (_what, malice, reason) => refuses(malice(), reason));
});

test('a provider that does not answer is waited for some seconds', async () => {
  await refuses({ at: { '/token': () => undefined } }, 'away');
});

test('a provider that answers for ever is waited for some seconds', async () => {
  await refuses({ at: { '/keys': (res) => void res.writeHead(200).write('{') } }, 'away');
});

describe('an answer', () => {
  test('opens something once, also where the provider takes the code again', async () => {
    const browser = oidc.browser();
    const there = await browser.leave();
    const kept = new Map(browser.jar);
    const query = oidc.provider.comeBack(there);
    expect((await browser.comeBack(query)).headers['location']).toBe('/inbox');
    for (const [name, value] of kept) browser.jar.set(name, value);
    const again = await browser.comeBack(query);
    expect(again.headers['location']).toBe('/sign-in?refused=used&next=%2Finbox');
    expect(await oidc.sessions()).toHaveLength(1);
  });

  test('many at once opens something once', async () => {
    const browser = oidc.browser();
    const there = await browser.leave();
    const query = oidc.provider.comeBack(there);
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.comeBack(query)));
    expect(answers.filter(({ headers }) => headers['location'] === '/inbox')).toHaveLength(1);
    expect(await oidc.sessions()).toHaveLength(1);
  });

  test('that somebody else was given signs nobody in', async () => {
    const theirs = oidc.provider.comeBack(await oidc.browser().leave());
    const innocent = oidc.browser();
    expect((await innocent.comeBack(theirs)).headers['location']).toContain('refused=state');
    await innocent.leave();
    expect((await innocent.comeBack(theirs)).headers['location']).toContain('refused=state');
    expect(await oidc.sessions()).toEqual([]);
  });

  test.each(['state=foreign', ''])('of another visit does not use up the own one: %s', async (said) => {
    const browser = oidc.browser();
    const own = oidc.provider.comeBack(await browser.leave());
    expect((await browser.comeBack(`code=x&${said}`)).headers['location']).toContain('refused=state');
    expect((await browser.comeBack(own)).headers['location']).toBe('/inbox');
    expect([...browser.jar.keys()]).toEqual(['tenure_session']);
  });

  test('comes within ten minutes', async () => {
    const browser = oidc.browser();
    const query = oidc.provider.comeBack(await browser.leave());
    oidc.world.now += 10 * 60_000;
    expect((await browser.comeBack(query)).headers['location']).toContain('refused=state');
    expect([...browser.jar.keys()]).toEqual([]);
  });

  test('that is only looked at is not used up', async () => {
    const browser = oidc.browser();
    const query = oidc.provider.comeBack(await browser.leave());
    const head = await browser.head(`/sign-in/oidc/callback?${query}`);
    expect(head.status).toBe(405);
    expect((await browser.comeBack(query)).headers['location']).toBe('/inbox');
  });
});

test('the same address with another subject is not the person whom we know', async () => {
  await oidc.signIn();
  await oidc.db('sessions').delete();
  const before = (await oidc.world.trail()).length;
  const { location } = await oidc.signIn(undefined, { claims: { sub: 'sub-2' } });
  expect(location).toContain('refused=other-subject');
  expect(await oidc.sessions()).toEqual([]);
  expect(await oidc.db('identities').select('subject')).toEqual([{ subject: 'sub-1' }]);
  expect(await oidc.trailSince(before)).toEqual([['sign-in.failed', 'other-subject']]);
});

test('a provider that is away is asked once by all who wait, and stands in the trail once', async () => {
  oidc.provider.malice = { at: { '/.well-known/openid-configuration': (res) => res.writeHead(503).end() } };
  const before = (await oidc.world.trail()).length;
  const calls = oidc.provider.calls.length;
  const browser = oidc.browser();
  for (let n = 0; n < 5; n += 1) expect(await browser.leave()).toContain('refused=away');
  expect(oidc.provider.calls.length - calls).toBe(1);
  expect(await oidc.trailSince(before)).toEqual([['sign-in.failed', 'away']]);
  oidc.provider.malice = {};
  oidc.world.now += 5_000;
  expect((await oidc.signIn(browser)).location).toBe('/inbox');
});

test.each(['cross-site', 'same-site'])('another site begins no visit in the place of one of ours: %s', async (site) => {
  const browser = oidc.browser();
  const answer = await browser.get('/sign-in/oidc?next=/inbox', { 'sec-fetch-site': site });
  expect(answer.headers['location']).toBe('/sign-in?next=%2Finbox');
  expect(browser.jar.size).toBe(0);
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a\nb'])(
  'whoever comes back goes on to a page of ours: not to %s',
  async (next) => {
    const { location } = await oidc.signIn(undefined, {}, `/sign-in/oidc?next=${encodeURIComponent(next)}`);
    expect(location).toBe('/inbox');
  },
);
