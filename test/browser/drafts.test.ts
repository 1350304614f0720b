import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HOTLINE, pageWorld, type PageWorld, REQUEST, Visitor } from '../api/page-world';
import { openChromium, withChromium } from './chromium';

const FORM = `/engagements/${HOTLINE}/forms/needs`;
const WORDS = 'Answer <all> calls within 20 seconds, in three languages';

let world: PageWorld;
let li: Visitor;
let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let baseURL: string;
let session: { readonly name: string; readonly value: string };
let faults: string[] = [];

withChromium('what is typed into a form', () => {
  beforeAll(async () => {
    world = await pageWorld({ gateway: { signal: () => Promise.resolve() } });
    li = await Visitor.of(world);
    await li.as('manager', 'admin');
    server = createServer(world.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openChromium();
    const [name = '', value = ''] = li.cookie.split('=');
    session = { name, value };
  });
  beforeEach(async () => {
    faults = [];
    context = await browser.newContext({ baseURL });
    await context.addCookies([{ ...session, url: baseURL }]);
    page = await opened(FORM);
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await world.database.drop();
  });

  async function opened(path: string): Promise<Page> {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(path);
    return tab;
  }
  const kept = (tab = page): Promise<number> =>
    tab.evaluate<number>(`Object.keys(localStorage).filter((name) => name.startsWith('tenure-draft-')).length`);
  const statement = (tab = page) => tab.locator('textarea[name=statement]');
  const figure = () => page.locator('input[inputmode=decimal]').first();
  const bar = (tab = page) => tab.locator('.draft');
  const send = (): Promise<void> => page.locator('main form button.primary').click();
  /** Types as people do, and closes the tab as they do too. */
  async function typedAndClosed(words = WORDS): Promise<void> {
    await statement().fill(words);
    await page.close({ runBeforeUnload: true });
    page = await opened(FORM);
  }

  test('is back after its tab was closed, with a word that it is, and can be dropped', async () => {
    const before = await statement().inputValue();
    expect(await bar().isVisible()).toBe(false);
    await typedAndClosed();
    expect(await statement().inputValue()).toBe(WORDS);
    expect(await bar().innerText()).toContain('is back');

    await bar().getByRole('button', { name: 'Start afresh' }).click();
    expect(await statement().inputValue()).toBe(before);
    expect([await bar().isVisible(), await kept()]).toEqual([false, 0]);
    await page.reload();
    expect(await statement().inputValue()).toBe(before);
  });

  test('is kept while it is refused, and no longer once it was recorded', async () => {
    await statement().fill(WORDS);
    await figure().fill('a lot');
    await send();
    await page.locator('input[aria-invalid=true]').waitFor();
    expect([await statement().inputValue(), await bar().isVisible(), await kept()]).toEqual([WORDS, false, 1]);

    await figure().fill('120000');
    await send();
    await page.waitForURL(/#needs/);
    page = await opened(FORM);
    expect([await statement().inputValue(), await bar().isVisible(), await kept()]).toEqual([WORDS, false, 0]);
  });

  test('comes back as of the record that its reader saw, so that nothing newer is written over unseen', async () => {
    await statement().fill('Mine');
    await page.close({ runBeforeUnload: true });
    const { text } = await li.get(FORM);
    await li.send(text, FORM, { statement: 'Of somebody else' }).expect(303);

    page = await opened(FORM);
    expect(await statement().inputValue()).toBe('Mine');
    await send();
    await page.getByText('Of somebody else').waitFor();
    expect(await statement().inputValue()).toBe('Mine');
    await page.locator('input[name=onto]').check();
    await send();
    await page.waitForURL(/#needs/);
    expect(await page.locator('#needs').innerText()).toContain('Mine');
  });

  test('comes back in the one form of many in which it was typed, and stays in the others when that is recorded', async () => {
    const follow = `/engagements/${HOTLINE}/follow-up`;
    const request = `/requests/${REQUEST}`;
    const other = await opened(request);
    await other.locator('main textarea:visible').first().fill('Too dear');
    await other.close({ runBeforeUnload: true });
    const talk = await opened(follow);
    await talk.locator('summary', { hasText: 'Log' }).click();
    await talk.locator('textarea[name=summary]').fill('They asked for a week');
    await talk.locator('input[name=participants]').fill('Wu');
    await talk.close({ runBeforeUnload: true });

    const again = await opened(follow);
    expect(await again.locator('textarea[name=summary]').isVisible()).toBe(true);
    expect(await again.locator('textarea[name=summary]').inputValue()).toBe('They asked for a week');
    expect([await bar(again).count(), await kept(again)]).toEqual([1, 2]);
    await again.locator('input[name=on]').fill('2026-11-20');
    await again.locator('button[value=contact]').click();
    await again.getByText('They asked for a week').waitFor();
    expect(await kept(again)).toBe(1);
    expect(await (await opened(request)).locator('main textarea:visible').first().inputValue()).toBe('Too dear');
  });

  test('is nobody’s any more after signing out', async () => {
    await typedAndClosed();
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL(/sign-in/);
    expect(await kept()).toBe(0);
  });
});
