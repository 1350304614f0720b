import type { Browser } from 'playwright-core';
import { openChromium, withChromium } from '../browser/chromium';
import { crawl, type Crawled, ROUTES } from './crawl';
import { fullHouse } from './full-house';
import { type Ground, openGround } from './ground';
import type { Visitor } from './visitor';
import { World } from './world';

/** What brings no page to look at, and why. */
const APART: Readonly<Record<string, string>> = {
  ...{ '/live/inbox': 'a stream', '/live/home': 'a stream', '/live/portfolio': 'a stream' },
  ...{ '/live/vendors/:id': 'a stream', '/live/requests/:id': 'a stream', '/live/engagements/:id': 'a stream' },
  ...{ '/requests/:id/export': 'a file', '/requests/:id/attachments/:file': 'a file' },
  ...{ '/requests/:id/diagram': 'a picture', '/requests/:id/bpmn': 'a file' },
  ...{ '/engagements/:id/comparison.csv': 'a file', '/engagements/:id/comparison.xlsx': 'a file' },
  '/admin/mail-templates/:key/:locale': 'a mail, judged with the samples',
  ...{ '/sign-in/oidc': 'leads to a provider', '/sign-in/oidc/callback': 'comes from a provider' },
  '/confirm/oidc': 'leads to a provider',
  '/w/:token': 'behind a link that is mailed, in the story of a second factor',
};
/** Where nobody is signed in, and what no page leads to. */
const OUTSIDE = ['/sign-in', '/signed-out', '/forgotten'];
const BEGINNINGS = [
  '/',
  '/home',
  '/start',
  '/security',
  '/confirm',
  '/admin',
  '/new-vendor',
  '/admin/calendars/cn/edit',
];
/** The samples are in several states, and each state has forms of its own. */
const ALL_OF_THEM = 10;
const mostOf = (sort: string): number => (/^\/engagements\/:id( part=all)?$/.test(sort) ? ALL_OF_THEM : 1);

withChromium('every page of a product in use', () => {
  let ground: Ground;
  let browser: Browser;
  let crawled: Crawled;
  beforeAll(async () => {
    [ground, browser] = await Promise.all([openGround(), openChromium()]);
    const phone = new World(ground.product, browser, { locale: 'zh-CN', width: 360 });
    const desk = new World(ground.product, browser, { locale: 'en', width: 1_440 });
    const all = await fullHouse(phone);
    const seers = [await phone.signedIn(all), await desk.signedIn(all)];
    crawled = await crawl({
      origin: ground.product.base,
      from: BEGINNINGS,
      apart: Object.keys(APART),
      mostOf,
      see: (address, turn) => seen(seers, address, turn),
    });
  }, 600_000);
  afterAll(async () => {
    await browser.close();
    await ground.close();
  }, 90_000);

  /** Each page is looked at on a phone in one language or on a desk in the other; all of both where that is asked for. */
  async function seen(seers: readonly Visitor[], address: string, turn: number): Promise<Visitor> {
    const chosen = process.env['TENURE_STORIES'] === 'all' ? seers : [seers[turn % seers.length]!];
    for (const seer of chosen) await seer.open(address);
    return chosen.at(-1)!;
  }

  test('is reached by its links, and is sound: for axe, the console, the policy and the width of its screen', () => {
    expect(crawled.faults).toEqual([]);
    expect(crawled.seen.size).toBeGreaterThan(110);
  });

  test('is among them, or it is said why it is no page', () => {
    const missing = ROUTES.filter(
      (route) => !crawled.routes.has(route) && !(route in APART) && !OUTSIDE.includes(route),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(APART).filter((route) => !ROUTES.includes(route))).toEqual([]);
  });

  test('is sound before anybody has signed in', async () => {
    const world = new World(ground.product, browser, { locale: 'zh-CN', width: 360 });
    const stranger = await world.visitor();
    for (const address of OUTSIDE) await stranger.open(address);
    await world.leave();
  });
});
