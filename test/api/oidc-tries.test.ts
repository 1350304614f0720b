import { TRIES } from '../../db/stores/sign-in-tries';
import type { OidcReason } from '../../domain/people/oidc-refusal';
import type { Malice } from '../oidc/hostile-provider';
import { OidcWorld } from '../oidc/oidc-world';

let oidc: OidcWorld;
beforeAll(async () => {
  oidc = await OidcWorld.open();
});
afterAll(() => oidc.close());
beforeEach(() => oidc.begin());

test('answers that are wrong are held back after sixty, and keep nobody from a password', async () => {
  const [browser, honest] = [oidc.browser(), oidc.browser()];
  const query = oidc.provider.comeBack(await honest.leave());
  for (let n = 0; n < TRIES.provider; n += 1)
    expect((await oidc.signIn(browser, { back: { code: 'guessed' } })).location).toContain('refused=code');
  expect((await honest.comeBack(query)).status).toBe(429);
  expect(await oidc.sessions()).toEqual([]);
  const form = await browser.submit('/sign-in', { email: 'li@example.com', password: 'wrong' });
  expect(form.status).toBe(401);
});

describe('nobody is held back', () => {
  const noted = async (before: number) => (await oidc.trailSince(before)).filter(([type]) => type === 'sign-in.failed');

  test.each(['code=x&state=y', 'code=x', ''])('by answers to visits that nobody began: %s', async (query) => {
    const before = (await oidc.world.trail()).length;
    const browser = oidc.browser();
    for (let n = 0; n < TRIES.provider + 5; n += 1)
      expect((await browser.comeBack(query)).headers['location']).toContain('refused=state');
    expect((await oidc.signIn()).location).toBe('/inbox');
    // A flood of them would only say it again.
    expect(await noted(before)).toEqual(Array.from({ length: TRIES.refusal }, () => ['sign-in.failed', 'state']));
  });

  test.each([
    ['metadata', { metadata: { token_endpoint: 'https://evil.example/token' } }],
    ['refused', { at: { '/token': (res) => res.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}') } }], // prettier-ignore
  ] satisfies [OidcReason, Malice][])('by a provider that is set up wrongly: %s', async (reason, malice) => {
    const browser = oidc.browser();
    for (let n = 0; n <= TRIES.provider; n += 1)
      expect((await oidc.signIn(browser, malice)).location).toContain(`refused=${reason}`);
    oidc.world.now += 5_000;
    expect((await oidc.signIn(browser, {})).location).toBe('/inbox');
  });
});
