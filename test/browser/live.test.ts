import type { BrowserContext, Page } from 'playwright-core';
import { appendAudit, engagementStream, requestStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { HOTLINE, pageWorld, type PageWorld, REQUEST, Visitor } from '../api/page-world';
import { withChromium } from './chromium';
import { serve, type Served } from './served';

let world: PageWorld;
let served: Served;
let context: BrowserContext;
let page: Page;
let faults: string[] = [];
let noted = 0;
const happen = (type: string, stream = engagementStream(HOTLINE)) =>
  inTransaction(world.database.db, (trx) =>
    appendAudit(trx, stream, [
      { key: `k${(noted += 1)}`, at: Date.UTC(2026, 10, 24, 8), type, channel: 'system', payload: {} },
    ]),
  );

withChromium('a page that is open', () => {
  beforeAll(async () => {
    world = await pageWorld();
    const li = await Visitor.of(world);
    await li.as('manager');
    served = await serve(world);
    context = await served.context(li.cookie);
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
  }, 120_000);
  beforeEach(() => {
    faults = [];
  });
  afterAll(() => served.close());

  test('shows what has happened without being loaded again, and what was unfolded and focused stays so', async () => {
    await page.goto(`/engagements/${HOTLINE}`);
    await page.evaluate('window.marked = true');
    const folded = page.locator('main details:not([open]) > summary:visible').first();
    const head = (await folded.count()) > 0 ? await folded.innerText() : null;
    if (head !== null) await folded.click();
    const link = page.locator('main a').first();
    await link.focus();
    const href = await link.getAttribute('href');

    await happen('term.renewed');
    await page.locator('main', { hasText: 'term.renewed' }).or(page.getByText('Term renewed')).first().waitFor();

    expect(await page.evaluate('window.marked')).toBe(true);
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(href);
    if (head !== null) expect(await page.locator('main details[open] > summary').allInnerTexts()).toContain(head);
    expect(faults).toEqual([]);
  });

  test('keeps what somebody is typing, and offers to show the news', async () => {
    await page.goto(`/requests/${REQUEST}`);
    const field = page.locator('main textarea:visible').first();
    await field.fill('Too dear, because');
    const offer = page.getByRole('status').getByRole('link');
    expect(await offer.isVisible()).toBe(false);

    await happen('tested', requestStream(REQUEST));
    await offer.waitFor();
    expect(await field.inputValue()).toBe('Too dear, because');
    await offer.click();
    await page.waitForLoadState();
    expect(await offer.isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  test('keeps what was brought back from before as well', async () => {
    await page.goto(`/requests/${REQUEST}`);
    await page.locator('main textarea:visible').first().fill('Too dear, because');
    await page.close({ runBeforeUnload: true });
    page = await context.newPage();
    await page.goto(`/requests/${REQUEST}`);
    await page.locator('main .draft-note').waitFor();

    await happen('tested again', requestStream(REQUEST));
    await page.getByRole('status').getByRole('link').waitFor();
    expect(await page.locator('main textarea:visible').first().inputValue()).toBe('Too dear, because');
  });
});
