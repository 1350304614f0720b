import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Locale } from '../../domain/people/people';
import type { PageName } from '../../templates/page-data';

interface Shown {
  readonly page: PageName | 'engagement?part=overview';
  readonly locale: Locale;
  /** Of the window, in CSS pixels: what does not fit in is not shown. */
  readonly width: number;
  readonly height: number;
}

/** The pages that README shows, under their file names. */
const SHOWN: Readonly<Record<string, Shown>> = {
  'portfolio.webp': { page: 'portfolio', locale: 'en', width: 1_280, height: 1_120 },
  'engagement.webp': { page: 'engagement?part=overview', locale: 'en', width: 1_280, height: 1_060 },
  'decision-phone.webp': { page: 'decision', locale: 'zh-CN', width: 390, height: 1_020 },
};

/** Writes them to a folder, and answers their file names. */
export async function shootReadme(browser: Browser, origin: string, folder: string): Promise<readonly string[]> {
  const page = await browser.newPage({ colorScheme: 'light' });
  for (const [file, { page: name, locale, width, height }] of Object.entries(SHOWN)) {
    await page.setViewportSize({ width, height });
    await page.goto(`${origin}/pages/${locale}/${name}`);
    // A sample may lead to its first wrong field.
    await page.evaluate('scrollTo(0, 0)');
    writeFileSync(join(folder, file), await webpOf(page));
  }
  return Object.keys(SHOWN);
}

/** A third of the size of a PNG; Playwright itself makes none. */
async function webpOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  await session.detach();
  return Buffer.from(data, 'base64');
}
