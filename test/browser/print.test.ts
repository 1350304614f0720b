import type { Browser, Page } from 'playwright-core';
import { type SampleSite, serveSamples } from '../../bin/parts/sample-site';
import { openChromium, withChromium } from './chromium';

/** A4 at 96 px to the inch. */
const PAPER = { width: 794, height: 1_123 };
/** Tables that a picture beside them shows already. */
const REPEATED = '.chart details';
/** What leads elsewhere is not for paper, folded or not. */
const ELSEWHERE = '.form-links, .sheets';
/** The process of an engagement leads to its parts, and is a picture of where it stands as well. */
const PICTURE = '.course-sheet';

withChromium('a page on paper', () => {
  let site: SampleSite;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = await serveSamples();
    browser = await openChromium();
    page = await browser.newPage({ viewport: PAPER });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** What of it can be seen, each by the beginning of its markup. */
  const seen = (selector: string): Promise<readonly string[]> =>
    page.evaluate<readonly string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120))`);
  const folded = (): Promise<readonly string[]> =>
    page.evaluate<readonly string[]>(`[...document.querySelectorAll('details:not(:has(form))')]
      .filter((one) => !one.matches('${REPEATED}') && one.checkVisibility())
      .filter((one) => ![...one.children].every((part) => part.matches('${ELSEWHERE}') || part.checkVisibility()))
      .map((one) => one.querySelector('summary').textContent)`);

  test.each(['engagement', 'decision', 'settlement'])(
    '%s shows no form and no way to go, and nothing folded',
    async (name) => {
      await page.emulateMedia({ media: 'screen' });
      await page.goto(`${site.origin}/pages/en/${name}`);
      const controls = `button, input, select, textarea, details:has(form), header, nav:not(${PICTURE})`;
      expect(await seen(controls)).not.toEqual([]);
      await page.emulateMedia({ media: 'print' });

      expect({ controls: await seen(controls), folded: await folded() }).toEqual({ controls: [], folded: [] });
      expect(await seen('h1')).toHaveLength(1);
    },
  );

  test('a vendor is a scorecard: no links to forms and files, no heading without what it is of', async () => {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${site.origin}/pages/en/vendor-record`);
    expect(await seen(ELSEWHERE)).not.toEqual([]);
    await page.emulateMedia({ media: 'print' });

    expect(await seen(`${ELSEWHERE}, header, nav, button, input`)).toEqual([]);
    const breaks = (selector: string, side: string): Promise<readonly string[]> =>
      page.evaluate<readonly string[]>(`[...new Set([...document.querySelectorAll('${selector}')]
        .map((one) => getComputedStyle(one)['${side}']))]`);
    expect(await breaks('main h1, main h2, main h3', 'breakAfter')).toEqual(['avoid']);
    expect(await breaks('.chart', 'breakInside')).toEqual(['avoid']);
  });

  test('clauses and versions of a contract that are folded on the screen are there on paper', async () => {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${site.origin}/pages/en/engagement`);
    // Clauses that are missing are unfolded on the screen as well.
    const parts = '#contract details:not([open], :has(form)) > :not(summary)';
    expect(await seen(parts)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    const all = await page.locator(parts).count();
    expect(all).toBeGreaterThan(1);
    expect(await seen(parts)).toHaveLength(all);
  });
});
