import type { Browser } from 'playwright-core';
import { LOCALES } from '../../domain/people/people';
import { openChromium, withChromium } from '../browser/chromium';
import { bidAndReport } from './bid-and-report';
import { decideByMail } from './decide-by-mail';
import { decideInTheInbox } from './decide-in-the-inbox';
import { decideMany } from './decide-many';
import { editAPolicy } from './edit-a-policy';
import { type Ground, openGround } from './ground';
import { secondFactor } from './second-factor';
import { startAnEngagement } from './start-an-engagement';
import type { Setting } from './visitor';
import { World } from './world';

const STORIES = {
  decideInTheInbox,
  decideByMail,
  startAnEngagement,
  decideMany,
  secondFactor,
  bidAndReport,
  editAPolicy,
} as const;
const WIDTHS = [360, 768, 1_440];
const SETTINGS: readonly Setting[] = WIDTHS.flatMap((width) => LOCALES.map((locale) => ({ locale, width })));

/** Each story in each language; the widths go round, so that all of them are covered by the whole. Or everything. */
const chosen = (index: number): readonly Setting[] =>
  process.env['TENURE_STORIES'] === 'all'
    ? SETTINGS
    : LOCALES.map((locale, turn) => ({ locale, width: WIDTHS[(index + turn) % WIDTHS.length] ?? 360 }));

const CASES = Object.entries(STORIES).flatMap(([name, play], index) =>
  chosen(index).map((setting) => [name, setting.locale, setting.width, { play, setting }] as const),
);

withChromium('stories with nothing but a keyboard', () => {
  let ground: Ground;
  let browser: Browser;
  beforeAll(async () => {
    [ground, browser] = await Promise.all([openGround(), openChromium()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await ground.close();
  }, 90_000);

  test.each(CASES)(
    '%s in %s at %d px',
    async (_name, _locale, _width, { play, setting }) => {
      const world = new World(ground.product, browser, setting);
      try {
        await play(world);
      } finally {
        await world.leave();
      }
    },
    400_000,
  );
});
