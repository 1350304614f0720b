/**
 * `npx tsx bench/first-load.ts [engagements] [months] [loads] [--only=name]`: what a first visit costs whose browser has kept
 * nothing. Fills a PostgreSQL as `bench/scale.ts` does, serves the whole product on the loopback interface and loads pages in
 * Chromium on a phone and a desk, at full speed and with a processor four times slower. Bytes and requests are those that
 * Chromium counts, paints, shifts and blocking those of its own trace. `docs/performance.md` keeps the figures.
 */
import type { Browser } from 'playwright-core';
import { median, quantile } from 'simple-statistics';
import { openChromium } from '../bin/parts/chromium';
import { testDatabase } from '../test/database';
import { DEVICES, type Load, loadOnce, type Visit } from './first-load/load';
import { fill } from './scale/fill';
import { idOf } from './scale/ids';
import { giveToken, productOver, sessionAt } from './scale/product';
import { machine, say, served, withParts } from './timing';

/** Somebody who owns engagements and has more than a page of tasks to decide. */
const READER = 3;
const SLOWER = [1, 4];
const ONLY = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '';

const PAGES = (n: number): readonly (readonly [string, string])[] =>
  (
    [
      ['inbox', '/inbox'],
      ['engagements', '/engagements'],
      ['engagement', `/engagements/${idOf('c', n)}`],
      ['portfolio', '/portfolio'],
    ] as const
  ).filter(([name]) => name.includes(ONLY));

type Measured = Omit<Visit, 'url'> & { readonly page: string; readonly loads: readonly Load[] };

async function visitAll(origin: string, engagements: number, loads: number): Promise<readonly Measured[]> {
  const cookie = await sessionAt(origin);
  const browser = await openChromium();
  const visits = PAGES(Math.ceil(engagements / 2)).flatMap(([page, path]) =>
    DEVICES.flatMap((device) => SLOWER.map((slower) => ({ page, url: `${origin}${path}`, cookie, device, slower }))),
  );
  try {
    const measured: Measured[] = [];
    for (const visit of visits) measured.push({ ...visit, loads: await loadsOf(browser, visit, loads) });
    return measured;
  } finally {
    await browser.close();
  }
}

async function loadsOf(browser: Browser, visit: Visit, count: number): Promise<readonly Load[]> {
  const loads: Load[] = [];
  for (let tries = 0; loads.length < count; tries += 1) {
    if (tries > 2 * count) throw new Error(`hardly a trace of ${visit.url} is whole`);
    loads.push(...[await loadOnce(browser, visit)].filter((load) => load !== null));
  }
  return loads;
}

const FIGURES: readonly (readonly [string, (load: Load) => number, digits: number])[] = [
  ['requests', (load) => load.requests, 0],
  ['KB', (load) => load.bytes / 1000, 1],
  ['of it HTML', (load) => load.pageBytes / 1000, 1],
  ['elements', (load) => load.elements, 0],
  ['first byte', (load) => load.server, 0],
  ['FCP', (load) => load.fcp, 0],
  ['LCP', (load) => load.lcp, 0],
  ['CLS', (load) => load.cls, 3],
  ['blocking', (load) => load.blocking, 0],
];

function print(measured: readonly Measured[]): void {
  const titles = ['page', 'device', 'slower', ...FIGURES.map(([title]) => title)];
  say(`| ${titles.join(' | ')} |\n|${'---|'.repeat(titles.length)}`);
  for (const { page, device, slower, loads } of measured) {
    const figures = FIGURES.map(([, of, digits]) => median(loads.map(of)).toFixed(digits));
    say(`| ${[page, device.name, `${slower} ×`, ...figures].join(' | ')} |`);
  }
  say('\n| page | loads | server ms, median | p95 |\n|---|---|---|---|');
  for (const page of new Set(measured.map((one) => one.page))) {
    const times = measured.filter((one) => one.page === page).flatMap(({ loads }) => loads.map(({ server }) => server));
    say(`| ${page} | ${times.length} | ${median(times).toFixed(0)} | ${quantile(times, 0.95).toFixed(0)} |`);
  }
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const [engagements = 10_000, months = 36, loads = 7] = sizes.map(Number);
  await withParts(async () => {
    const database = await testDatabase();
    try {
      await fill(database.url, { engagements, months, people: 100, vendors: Math.ceil(engagements / 20) });
      await giveToken(database.db, idOf('a', READER));
      say(machine());
      print(await served(productOver(database.db), (origin) => visitAll(origin, engagements, loads)));
      say(machine());
    } finally {
      await database.drop();
    }
  });
}

void main();
