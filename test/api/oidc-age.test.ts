import type { Response } from 'supertest';
import { forgetUsedStates } from '../../db/stores/sweep';
import { inTransaction } from '../../db/transaction';
import type { Person } from '../../domain/people/people';
import type { OidcBrowser } from '../oidc/oidc-browser';
import { OidcWorld } from '../oidc/oidc-world';
import { enrolApp, shownAt } from './app-of-person';
import { csrfIn } from './page-form';
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

describe('with the code of the app, too, a proof is as old as the provider says', () => {
  const withCode = async (
    browser: OidcBrowser,
    { back, seed }: { readonly back: Response | undefined; readonly seed: string },
  ) => {
    // prettier-ignore
    oidc.world.now += MINUTE;
    const html = back?.text ?? '';
    const fields = { csrf: csrfIn(html), proved: provedIn(html), next: '/security' };
    return browser.post('/sign-in', { ...fields, code: shownAt(seed, oidc.world.now) });
  };
  const enrolled = async () => {
    const { seed } = await enrolApp(oidc.world, li);
    await oidc.db('sessions').delete();
    return seed;
  };

  test.each([
    ['of nine hours ago', 9 * 60 * MINUTE],
    ['of which it does not say when', null],
  ])('%s', async (_what, age) => {
    const seed = await enrolled();
    const came = oidc.world.now;
    const shown = age === null ? undefined : (came - age) / 1_000 + 0.00025;
    const { back, browser } = await oidc.signIn(undefined, { claims: { auth_time: shown } });
    expect((await withCode(browser, { back, seed })).headers['location']).toBe('/security');
    const [session] = await oidc.sessions();
    expect(session?.proved_at.getTime()).toBe(came - (age ?? 15 * MINUTE));
    const to = await browser.submit('/security', { act: 'remove-app' });
    expect(to.headers['location']).toBe('/confirm?next=%2Fsecurity');
  });

  const shownAgain = async () => {
    const seed = await enrolled();
    const first = await oidc.signIn();
    await withCode(first.browser, { back: first.back, seed });
    const [before] = await oidc.sessions();
    oidc.world.now += 20 * MINUTE;
    const { back, browser } = await oidc.signIn(first.browser, {}, '/confirm/oidc?next=/security');
    expect(await oidc.sessions()).toEqual([before]);
    return { back, browser, seed, came: oidc.world.now };
  };

  test('and one that is made anew is one of somebody who was signed in', async () => {
    const { came, browser, ...asked } = await shownAgain();
    expect((await withCode(browser, asked)).headers['location']).toBe('/security');
    expect((await oidc.sessions()).map(({ proved_at }) => proved_at.getTime())).toEqual([came]);
    const payload = { method: 'oidc', secondFactor: true };
    expect((await oidc.world.trail()).at(-1)).toMatchObject({ type: 'sign-in.proved-again', payload });
  });

  test('and opens nothing once the session is over in which it was made anew', async () => {
    const { browser, ...asked } = await shownAgain();
    await oidc.db('sessions').delete();
    const html = (await browser.get('/sign-in')).text;
    oidc.world.now += MINUTE;
    const fields = { csrf: csrfIn(html), proved: provedIn(asked.back?.text ?? '') };
    const late = await browser.post('/sign-in', { ...fields, code: shownAt(asked.seed, oidc.world.now) });
    expect([late.status, await oidc.sessions()]).toEqual([401, []]);
  });

  test('and says so where it began when the code came too late, and how to go on', async () => {
    const { browser, back, seed } = await shownAgain();
    const before = await oidc.sessions();
    oidc.world.now += 9 * MINUTE;
    const late = await withCode(browser, { back, seed });
    expect(late.headers['location']).toBe('/confirm?refused=too-late&next=%2Fsecurity');
    const page = await browser.get(late.headers['location'] ?? '');
    expect([page.status, page.text.includes('That took too long. Please begin again.')]).toEqual([422, true]);
    expect(await oidc.sessions()).toEqual(before);
    const again = await oidc.signIn(browser, {}, '/confirm/oidc?next=/security');
    expect((await withCode(browser, { back: again.back, seed })).headers['location']).toBe('/security');
  });

  test('and says so at the sign-in when the session is over as well', async () => {
    const { browser, back, seed } = await shownAgain();
    oidc.world.now += 40 * MINUTE;
    const html = back?.text ?? '';
    const fields = { csrf: csrfIn(html), proved: provedIn(html), code: shownAt(seed, oidc.world.now) };
    const late = await browser.post('/sign-in', fields, { 'sec-fetch-site': 'same-origin' });
    expect([late.status, late.text.includes('That took too long. Please begin again.')]).toEqual([401, true]);
    expect((await browser.post('/sign-in', fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('and nobody writes another age into it', async () => {
    const seed = await enrolled();
    const { back, browser } = await oidc.signIn(undefined, { claims: { auth_time: seconds() - 9 * 3_600 } });
    const html = back?.text ?? '';
    const forged = provedIn(html).replace(String(oidc.world.now - 9 * 60 * MINUTE), String(oidc.world.now));
    expect(forged).not.toBe(provedIn(html));
    oidc.world.now += MINUTE;
    const fields = { csrf: csrfIn(html), proved: forged, code: shownAt(seed, oidc.world.now) };
    expect((await browser.post('/sign-in', fields)).status).toBe(401);
    expect(await oidc.sessions()).toEqual([]);
  });
});

test('nobody is signed in by a proof that is older than a session may become', async () => {
  const { location } = await oidc.signIn(undefined, { claims: { auth_time: seconds() - 12 * 3_600 - 61 } });
  expect([location, await oidc.sessions()]).toEqual(['/sign-in?refused=old-proof&next=%2Finbox', []]);
});

test('what came back is forgotten after an hour, and not before', async () => {
  const usedAt = async () => (await oidc.db('used_states').orderBy('used_at').select<{ used_at: Date }[]>('used_at')).map(({ used_at }) => used_at.getTime()); // prettier-ignore
  await oidc.db('used_states').delete();
  const first = oidc.world.now;
  await oidc.signIn();
  const second = (oidc.world.now += 60 * MINUTE);
  await oidc.signIn();
  const sweep = () => inTransaction(oidc.db, (trx) => forgetUsedStates(trx, oidc.world.now));
  await sweep();
  expect(await usedAt()).toEqual([first, second]);
  oidc.world.now += 1;
  await sweep();
  expect(await usedAt()).toEqual([second]);
});
