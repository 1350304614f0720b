import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Person } from '../../domain/people/people';
import { MINUTE, SignInWorld, tokenOf } from '../api/sign-in-world';
import { openChromium, withChromium } from './chromium';

let world: SignInWorld;
let server: Server;
let browser: Browser;
let page: Page;
let devices: CDPSession;
let person: Person;
let faults: string[] = [];

const AUTHENTICATOR = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const;

withChromium('a passkey in a real browser, under the policy of its pages', () => {
  beforeAll(async () => {
    let answer: RequestListener = () => undefined;
    server = createServer((req, res) => answer(req, res)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const baseURL = `http://localhost:${port}`;
    world = await SignInWorld.open(baseURL);
    answer = world.app;
    person = await world.begin();
    browser = await openChromium();
    page = await (await browser.newContext({ baseURL, locale: 'en' })).newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
  }, 120_000);
  beforeEach(() => {
    faults = [];
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await world.database.drop();
  });

  const usePasskey = () => page.getByRole('button', { name: 'Sign in with a passkey' }).click();

  test('is added, signs in by itself, and shows again who one is', async () => {
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR });
    await page.goto('/sign-in?next=/security');
    await page.getByText('With an access token').click();
    await page.locator('input[name="token"]').fill(tokenOf(person));
    await page.locator('form:has(input[name="token"]) button').click();
    await page.locator('input[name="passkeyName"]').fill('My laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey is in use from now on').waitFor();
    expect(await page.locator('tr', { hasText: 'My laptop' }).count()).toBe(1);
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.waitForURL('**/sign-in');
    await usePasskey();
    await page.waitForURL('**/inbox');

    world.now += 16 * MINUTE;
    await page.goto('/security');
    await page.getByRole('button', { name: 'Make new recovery codes' }).click();
    await page.waitForURL('**/confirm?next=%2Fsecurity');
    await usePasskey();
    await page.waitForURL('**/security');
    await page.getByRole('button', { name: 'Make new recovery codes' }).click();
    await page.getByText('The codes are made').waitFor();
    expect(faults).toEqual([]);
    const types = (await world.trail()).map(({ type, payload }) => [type, payload['method'] ?? null]);
    expect(types).toEqual(expect.arrayContaining([['sign-in.succeeded', 'passkey'], ['sign-in.proved-again', 'passkey']])); // prettier-ignore
  });

  test('is the second factor after the first, and one that does not know its person opens nothing', async () => {
    await page.goto('/security');
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.getByText('With an access token').click();
    await page.locator('input[name="token"]').fill(tokenOf(person));
    await page.locator('form:has(input[name="token"]) button').click();
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await usePasskey();
    await page.waitForURL('**/inbox');

    await page.goto('/security');
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.waitForURL('**/sign-in');
    await devices.send('WebAuthn.disable');
    await devices.send('WebAuthn.enable');
    const options = { ...AUTHENTICATOR, isUserVerified: false };
    await devices.send('WebAuthn.addVirtualAuthenticator', { options });
    await usePasskey();
    await page.getByText('No passkey was used').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(faults).toEqual([]);
  });
});
