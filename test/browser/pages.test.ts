import type { Browser } from 'playwright-core';
import { MAIL_NAMES, PAGE_NAMES } from '../../bin/parts/samples';
import { type SampleSite, serveSamples } from '../../bin/parts/sample-site';
import { LOCALES } from '../../domain/people/people';
import { auditing, overflowing, unfold, violations, violationsOf, watch, type Watched } from './audit';
import { openChromium, withChromium } from './chromium';

const PAGES = LOCALES.flatMap((locale) => PAGE_NAMES.map((name) => ({ locale, name })));
const MAILS = LOCALES.flatMap((locale) => MAIL_NAMES.map((name) => ({ locale, name })));
const PHONE = { width: 360, height: 740 };
/** The narrowest that is in use, or a wider screen on which text is twice as large. */
const NARROWEST = { width: 320, height: 640 };
const TABLET = { width: 768, height: 1_024 };
const DESK = { width: 1_440, height: 900 };
const IN_MAILS = ['color-contrast', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'image-alt', 'link-name'];

withChromium('pages in a real browser', () => {
  let site: SampleSite;
  let browser: Browser;
  let guarded: Watched;
  let audited: Watched;
  beforeAll(async () => {
    site = await serveSamples();
    browser = await openChromium();
    guarded = await watch(await browser.newContext({ viewport: PHONE }), site.origin);
    audited = await watch(await auditing(browser), site.origin);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test.each(PAGES)('page $name in $locale fits every screen and asks nobody else under its policy', async (one) => {
    const { page, faults } = guarded;
    const answer = await page.goto(`${site.origin}/pages/${one.locale}/${one.name}`);
    expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
    await unfold(page);
    const wide = [];
    for (const size of [DESK, TABLET, PHONE]) {
      await page.setViewportSize(size);
      wide.push(...(await overflowing(page)));
    }
    expect([...faults(), ...wide]).toEqual([]);
  });

  test('the way to passwords, apps and sessions of one’s own is there on a phone too', async () => {
    const { page } = guarded;
    await page.goto(`${site.origin}/pages/en/inbox`);
    expect(await page.locator('header a[href="/security"]').isVisible()).toBe(true);
  });

  test('the months of a portfolio take no more room than their figures leave them', async () => {
    const { page } = guarded;
    await page.setViewportSize(DESK);
    await page.goto(`${site.origin}/pages/en/portfolio`);
    const widthOf = async (part: string) => (await page.locator(part).first().boundingBox())?.width ?? NaN;
    expect((await widthOf('#cost td.month')) / (await widthOf('#cost table'))).toBeLessThan(0.3);
    await page.setViewportSize(PHONE);
  });

  test('all columns of concentration are seen on a desk, whatever the language', async () => {
    const { page } = guarded;
    await page.setViewportSize(DESK);
    for (const locale of LOCALES) {
      await page.goto(`${site.origin}/pages/${locale}/portfolio`);
      const hidden = await page.evaluate(`(() => {
        const { scrollWidth, clientWidth } = document.querySelector('#concentration .scroll');
        return scrollWidth - clientWidth;
      })()`);
      expect([locale, hidden]).toEqual([locale, 0]);
    }
    await page.setViewportSize(PHONE);
  });

  test('what burns is counted whole on a phone, whatever the language', async () => {
    const { page } = guarded;
    for (const locale of LOCALES) {
      await page.goto(`${site.origin}/pages/${locale}/portfolio`);
      const hidden = await page.evaluate(`(() => {
        const { scrollWidth, clientWidth } = document.querySelector('#heat .scroll');
        return scrollWidth - clientWidth;
      })()`);
      expect([locale, hidden]).toEqual([locale, 0]);
    }
  });

  test.each(PAGES)('page $name in $locale holds to WCAG 2.2 AA', async (one) => {
    const { page, faults } = audited;
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${site.origin}/pages/${one.locale}/${one.name}`);
    await unfold(page);
    const onPhone = await violations(page);
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'dark' });
    const inTheDark = await violationsOf(page, ['color-contrast', 'target-size']);
    expect({ onPhone, inTheDark, faults: faults() }).toEqual({ onPhone: [], inTheDark: [], faults: [] });
  });

  test.each(MAILS)(
    'mail $name in $locale has legible colours and a language, and fits the narrowest phone',
    async (one) => {
      const { page, faults } = audited;
      await page.setViewportSize(NARROWEST);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(`${site.origin}/mails/${one.locale}/${one.name}`);
      const light = [...(await violationsOf(page, IN_MAILS)), ...(await overflowing(page))];
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await violationsOf(page, ['color-contrast']);
      expect({ light, dark, faults: faults() }).toEqual({ light: [], dark: [], faults: [] });
    },
  );
});
