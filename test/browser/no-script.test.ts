import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LOCALES, type Locale } from '../../domain/people/people';
import { labelOf, translate } from '../../templates/catalog';
import { RunningLinks } from '../api/running-links';
import { overflowing } from './audit';
import { openChromium, withChromium } from './chromium';

/** The browser inside a chat, as it names itself: whoever follows a link there may have no other. */
const IN_A_CHAT =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.49';

let world: RunningLinks;
let api: string;
let browser: Browser;
let context: BrowserContext;

withChromium('a mailed decision on a narrow phone, in the browser of a chat that runs no scripts', () => {
  beforeAll(async () => {
    [world, browser] = await Promise.all([RunningLinks.open(), openChromium()]);
    api = await world.serve();
  }, 120_000);
  afterEach(() => context.close());
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  async function opened(path: string, locale: Locale): Promise<Page> {
    context = await browser.newContext({
      ...{ javaScriptEnabled: false, userAgent: IN_A_CHAT, isMobile: true, hasTouch: true },
      ...{ locale, viewport: { width: 360, height: 640 } },
    });
    const page = await context.newPage();
    await page.goto(`${api}${path}${path.includes('?') ? '&' : '?'}lang=${locale}`);
    return page;
  }

  test.each(LOCALES)(
    'in %s is refused without a reason, keeps what was chosen, and is recorded with one',
    async (locale) => {
      const request = await world.ask();
      const page = await opened(await world.linkOf(request, 'A'), locale);
      const choice = page.locator('input[name=decision][value=reject]');
      const send = () => page.getByRole('button', { name: translate(locale, 'decide.submit') }).tap();
      expect([await page.locator('input:checked').count(), await overflowing(page)]).toEqual([0, []]);
      await page.locator('.jump a').tap();
      await page.locator('label.choice.reject').tap();
      await send();
      expect(await page.locator('.fault').first().innerText()).toBe(labelOf(locale, 'refusal', 'COMMENT_REQUIRED'));
      expect([await choice.isChecked(), await overflowing(page)]).toEqual([true, []]);
      await page.locator('textarea[name=comment]').fill('Too dear, 太贵');
      await send();
      await page.getByRole('heading', { name: labelOf(locale, 'notice-heading', 'recorded') }).waitFor();
      expect(await overflowing(page)).toEqual([]);
      expect((await request.view()).status).toBe('rejected');
    },
  );
});
