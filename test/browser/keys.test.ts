import type { Browser, Page } from 'playwright-core';
import { type SampleSite, serveSamples } from '../../bin/parts/sample-site';
import { openChromium, withChromium } from './chromium';

withChromium('the keys of the inbox', () => {
  let site: SampleSite;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = await serveSamples();
    browser = await openChromium();
  });
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    await page.goto(`${site.origin}/pages/en/inbox`);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Which row has the focus, counted from 0; -1 for none. */
  const row = (): Promise<number> =>
    page.evaluate<number>(
      `[...document.querySelectorAll('main .list > li > a')].findIndex((one) => one === document.activeElement)`,
    );
  async function press(...keys: readonly string[]): Promise<number> {
    for (const key of keys) await page.keyboard.press(key);
    return row();
  }

  test('go from row to row, stop at both ends, and open the row', async () => {
    expect(await row()).toBe(-1);
    expect([await press('j'), await press('j'), await press('j'), await press('j')]).toEqual([0, 1, 2, 2]);
    expect([await press('k'), await press('k'), await press('k')]).toEqual([1, 0, 0]);
    expect(page.url()).not.toContain('#');
    await press('Enter');
    expect(page.url()).toMatch(/#$/);
  });

  test('go on from a row whose box was ticked', async () => {
    await page.locator('main .list input').nth(1).focus();
    expect(await press('Space', 'j')).toBe(2);
    expect(await page.locator('main .list input').nth(1).isChecked()).toBe(true);
  });

  test('are letters wherever somebody writes, and nobody’s with Control', async () => {
    for (const field of ['input[name=q]', 'textarea[name=comment]']) {
      await page.locator(field).focus();
      expect(await press('j', 'k')).toBe(-1);
      expect(await page.locator(field).inputValue()).toBe('jk');
    }
    await page.locator('h1').click();
    expect(await press('Control+k')).toBe(-1);
  });

  test('are named on the page, and stay off once they were turned off', async () => {
    const turn = (word: string) => page.locator('.keys button', { hasText: word });
    expect(await page.locator('.keys').innerText()).toContain('j and k');
    await turn('Turn off').click();
    await page.reload();
    expect(await press('j')).toBe(-1);
    expect(await turn('Turn off').isVisible()).toBe(false);
    await turn('Turn on').click();
    expect(await press('j')).toBe(0);
  });

  test('are not spoken of where no script answers to them', async () => {
    const without = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await without.goto(`${site.origin}/pages/en/inbox`);
    expect(await without.locator('.keys').isVisible()).toBe(false);
    await without.context().close();
  });
});
