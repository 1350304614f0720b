import type { Browser, Page } from 'playwright-core';
import { type SampleSite, serveSamples } from '../../bin/parts/sample-site';
import type { PageName } from '../../templates/page-data';
import { openChromium, withChromium } from './chromium';

/** Between them they have every ground that a table stands on. */
const PAGES: readonly PageName[] = [
  ...(['engagement', 'portfolio', 'comparison', 'vendor-record', 'policy', 'settlement', 'league'] as const),
  ...(['audit', 'tender', 'integration', 'exchange-rates', 'security'] as const),
];

/** Tables on a page: how many, those wider than their box, and those whose cover differs from what they stand on. */
const TABLES = `(() => {
  const groundOf = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return colour === 'rgba(0, 0, 0, 0)' && one.parentElement ? groundOf(one.parentElement) : colour;
  };
  const paint = (colour) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = colour;
    const seen = getComputedStyle(probe).color;
    probe.remove();
    return seen;
  };
  const all = [...document.querySelectorAll('.scroll')].filter((one) => one.checkVisibility());
  return {
    wide: all.filter((one) => one.scrollWidth > one.clientWidth).length,
    plain: all.filter((one) => getComputedStyle(one).backgroundImage === 'none').length,
    off: all.filter((one) => paint(getComputedStyle(one).getPropertyValue('--ground')) !== groundOf(one.parentElement))
      .map((one) => one.parentElement.outerHTML.slice(0, 60)),
  };
})()`;

interface Tables {
  readonly wide: number;
  readonly plain: number;
  readonly off: readonly string[];
}

withChromium('a table with columns beyond its edge', () => {
  let site: SampleSite;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = await serveSamples();
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test.each(['light', 'dark'] as const)(
    'has a shade there that fits what it stands on, whatever it is, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, media: 'screen' });
      const seen: Tables[] = [];
      for (const name of PAGES) {
        await page.goto(`${site.origin}/pages/en/${name}`);
        seen.push(await page.evaluate<Tables>(TABLES));
      }
      expect(seen.flatMap(({ off }) => off)).toEqual([]);
      expect(seen.reduce((sum, { plain }) => sum + plain, 0)).toBe(0);
      expect(seen.reduce((sum, { wide }) => sum + wide, 0)).toBeGreaterThan(3);
    },
    120_000,
  );

  test('has none on paper', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${site.origin}/pages/en/portfolio`);
    const images: string = await page.evaluate(`getComputedStyle(document.querySelector('.scroll')).backgroundImage`);
    expect(images).toBe('none');
  });
});
