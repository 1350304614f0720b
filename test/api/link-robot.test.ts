import type { Browser, Page } from 'playwright-core';
import { openChromium, withChromium } from '../browser/chromium';
import { RunningLinks } from './running-links';

const HALF_A_MINUTE = 30_000;

withChromium('a program that opens the link in a real browser', () => {
  let world: RunningLinks;
  let api: string;
  let browser: Browser;
  beforeAll(async () => {
    world = await RunningLinks.open();
    api = await world.serve({ publicUrl: 'http://localhost:3000' });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** Opens the page anew for each of its buttons, waits half a minute by its clock and presses it; the statuses of what that sent. */
  async function pressEachButton(url: string, page: Page): Promise<number[]> {
    const statuses: number[] = [];
    await page.clock.install();
    await page.goto(url);
    const count = await page.locator('button').count();
    for (let button = 0; button < count; button += 1) {
      await page.goto(url);
      await page.clock.runFor(HALF_A_MINUTE);
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.locator('button').nth(button).click();
      statuses.push((await answered).status());
    }
    return statuses;
  }

  test.each([
    ['a link alone decides', {}, [422]],
    ['a code is asked for', { stepUp: true }, [422, 200]],
  ])('decides nothing by pressing every button, where %s', async (_where, settings, statuses) => {
    const request = await world.ask({}, settings);
    const { id } = await request.taskOf('A');
    const page = await browser.newPage();
    expect(await pressEachButton(api + (await world.mailed('A', new RegExp(`/a/${id}`))), page)).toEqual(statuses);
    expect((await request.view()).status).toBe('pending');
    expect((await request.taskOf('A')).decision).toBeNull();
    await page.close();
  });

  test('runs no script and loads nothing from elsewhere', async () => {
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on('request', (sent) => loaded.push(sent.url()));
    await page.goto(api + (await world.linkOf(await world.ask(), 'A')));
    expect(loaded.filter((url) => !url.startsWith(api))).toEqual([]);
    expect(await page.locator('script, meta[http-equiv]').count()).toBe(0);
    await page.close();
  });

  test.each(['en', 'zh-CN'])(
    'a person without scripts on a narrow screen sees and sends all of it in %s',
    async (lang) => {
      const request = await world.ask();
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${api}${await world.linkOf(request, 'A')}?lang=${lang}`);
      const { width } = (await page.locator('html').boundingBox()) ?? { width: 0 };
      const boxes = await Promise.all((await page.locator('main *').all()).map((one) => one.boundingBox()));
      expect(width).toBe(360);
      expect(boxes.filter((box) => box !== null && box.x + box.width > 360 && box.x >= 0)).toEqual([]);
      await page.locator('input[value=approve]').check();
      await page.locator('textarea').fill('OK');
      await page.locator('button.primary').click();
      await page.locator('.notice.good').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      expect(await request.taskOf('A')).toMatchObject({ decision: 'approve', channel: 'email', comment: 'OK' });
      await context.close();
    },
  );
});
