/**
 * `npm run screenshots [-- <page>…] [--dark]`: pictures of every page, or of those named, in both languages on a phone, a
 * tablet and a desk, and an index to look through. With `--readme` those that README shows, into `docs/images`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { loadConfig } from '../config';
import { LOCALES } from '../domain/people/people';
import { ENGAGEMENT_PARTS } from '../templates/engagement-parts';
import { openChromium } from './parts/chromium';
import { runProgram, StartFailure } from './parts/failure';
import { serveSamples } from './parts/sample-site';
import { PAGE_NAMES } from './parts/samples';
import { shootReadme } from './parts/readme-pictures';
import { contactSheet, type Picture } from './parts/contact-sheet';

const WIDTHS = [360, 768, 1_440];

runProgram(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--readme')) return withSamples(ofReadme);
  const names = chosen(args.filter((arg) => arg !== '--dark'));
  const folder = join(loadConfig().dataDir, 'screenshots');
  mkdirSync(folder, { recursive: true });
  await withSamples(async (browser, origin) => {
    const page = await browser.newPage({ colorScheme: args.includes('--dark') ? 'dark' : 'light' });
    const pictures = await shoot(page, origin, { names, folder });
    writeFileSync(join(folder, 'index.html'), contactSheet(pictures, WIDTHS));
    console.log(`${pictures.length} pictures and index.html are in ${folder}`);
  });
});

async function ofReadme(browser: Browser, origin: string): Promise<void> {
  const folder = join(__dirname, '../docs/images');
  console.log(`${(await shootReadme(browser, origin, folder)).join(', ')} are in ${folder}`);
}

/** Does the work with a browser and the pages that it is to see. */
async function withSamples(work: (browser: Browser, origin: string) => Promise<void>): Promise<void> {
  const site = await serveSamples();
  const browser = await openChromium();
  try {
    await work(browser, site.origin);
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Every page, and every tab of the one that has tabs. */
const SEEN: readonly string[] = [...PAGE_NAMES, ...ENGAGEMENT_PARTS.map((part) => `engagement?part=${part}`)];

function chosen(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !SEEN.includes(name));
  if (unknown.length > 0) throw new StartFailure(`No page ${unknown.join(', ')}. Pages: ${SEEN.join(', ')}.`);
  return names.length > 0 ? names : SEEN;
}

interface Task {
  readonly names: readonly string[];
  readonly folder: string;
}

async function shoot(page: Page, origin: string, { names, folder }: Task): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const { name, locale } of names.flatMap((name) => LOCALES.map((locale) => ({ name, locale })))) {
    await page.goto(`${origin}/pages/${locale}/${name}`);
    for (const width of WIDTHS) {
      const file = `${name.replace('?part=', '-')}.${locale}.${width}.png`;
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: join(folder, file), fullPage: true });
      pictures.push({ name, locale, width, file });
    }
  }
  return pictures;
}
