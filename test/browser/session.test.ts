import type { BrowserContext, Page } from 'playwright-core';
import { HOTLINE, LI, pageWorld, type PageWorld, Visitor } from '../api/page-world';
import { withChromium } from './chromium';
import { serve, type Served } from './served';

const ENGAGEMENT = `/engagements/${HOTLINE}?part=all`;

withChromium('once nobody is signed in', () => {
  let world: PageWorld;
  let served: Served;
  let context: BrowserContext;
  const faults: string[] = [];

  beforeAll(async () => {
    world = await pageWorld({ gateway: { signal: () => Promise.resolve() } });
    served = await serve(world);
  });
  beforeEach(async () => {
    const li = await Visitor.of(world);
    context = await served.context(li.cookie);
  });
  afterEach(async () => {
    await context.close();
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(() => served.close());

  async function opened(path: string): Promise<Page> {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(path);
    return tab;
  }
  const signOut = (tab: Page): Promise<void> => tab.locator('form[action="/sign-out"] button').click();
  const heldBy = () => world.database.db('sessions').where({ user_id: LI.id });

  test('after signing out in one tab the others show nothing of what they showed', async () => {
    const [other, third, here] = [await opened(ENGAGEMENT), await opened('/vendors'), await opened('/inbox')];
    expect(await other.content()).toMatch(
      /Answer &lt;all&gt; calls[^]*class="who"|class="who"[^]*Answer &lt;all&gt; calls/,
    );
    await signOut(here);
    for (const tab of [other, third]) {
      await tab.waitForURL(/\/sign-in\?next=/);
      expect(await tab.content()).not.toMatch(/Answer &lt;all&gt; calls|class="who"/);
    }
    expect(new URL(other.url()).searchParams.get('next')).toBe(ENGAGEMENT);
  });

  test('as soon as one tab has met that the session was ended, the others are emptied as well', async () => {
    const [other, here] = [await opened(ENGAGEMENT), await opened('/inbox')];
    await heldBy().delete();
    await here.goto('/vendors');
    expect(here.url()).toContain('/sign-in');
    await other.waitForURL(/\/sign-in\?next=/);
  });

  test('a tab that is left alone empties itself', async () => {
    const alone = await context.newPage();
    await alone.clock.install();
    await alone.goto(ENGAGEMENT);
    await heldBy().delete();
    await alone.clock.runFor(5 * 60_000);
    await alone.waitForURL(/\/sign-in\?next=/);
  });

  test('a tab whose session goes on stays as it is, with what was typed, and its looking keeps no session alive', async () => {
    const tab = await context.newPage();
    await tab.clock.install();
    await tab.goto('/inbox');
    await tab.locator('input[name=q]').fill('half a word');
    const before = await heldBy().select('last_seen_at');
    const asked = tab.waitForResponse((answer) => answer.request().method() === 'HEAD');
    await tab.clock.runFor(5 * 60_000);
    expect((await asked).status()).toBe(200);
    expect(await tab.locator('input[name=q]').inputValue()).toBe('half a word');
    expect([await tab.locator('main').isVisible(), await heldBy().select('last_seen_at')]).toEqual([true, before]);
  });

  test('a page behind a mailed link and a visitor’s page have no part in it', async () => {
    const visitor = await served.context(null);
    const tab = await visitor.newPage();
    await tab.goto('/v/none');
    expect(await tab.locator('script').count()).toBe(0);
    await visitor.close();
  });
});
