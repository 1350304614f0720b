import type { BrowserContext, Page } from 'playwright-core';
import { openActionItem } from '../../db/stores/action-items';
import { newestAlarm } from '../../db/stores/alarms';
import { findEngagement } from '../../db/stores/engagements';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { seedRisks } from '../../db/stores/risks';
import { inTransaction, type Trx } from '../../db/transaction';
import { seedRisksFor } from '../../domain/risk/seed';
import { HOTLINE, LI, pageWorld, type PageWorld, REQUEST, Visitor } from '../api/page-world';
import { withChromium } from './chromium';
import { serve, type Served } from './served';

const FORM = `/engagements/${HOTLINE}/forms/needs`;
const WORDS = 'Answer <all> calls within 20 seconds, in three languages';

/** An alarm of the engagement, and work of the reader's. */
async function alarmAndWork(
  trx: Trx,
  subject = 'data',
): Promise<{ readonly alarmId: string; readonly itemId: string }> {
  const now = Date.UTC(2026, 10, 24, 8);
  const engagement = await findEngagement(trx, HOTLINE);
  const found = {
    rule: 'EVENT_RISK',
    subject,
    severity: 'red' as const,
    evidence: { score: 4.5, tier: 'red' },
  };
  await seedRisks(trx, seedRisksFor(HOTLINE), now);
  await raiseAlarms({ trx, engagement: engagement!, now }, [found]);
  const alarm = await newestAlarm(trx, { engagementId: HOTLINE, rule: 'EVENT_RISK', subject });
  const item = { key: subject, engagementId: HOTLINE, kind: 'manual', assigneeId: LI.id, now } as const;
  const itemId = await openActionItem(trx, { ...item, title: 'Call them', opensAt: now, dueAt: now + 86_400_000 });
  return { alarmId: alarm!.id, itemId: itemId! };
}

let world: PageWorld;
let li: Visitor;
let served: Served;
let context: BrowserContext;
let page: Page;
let faults: string[] = [];

withChromium('what is typed into a form', () => {
  beforeAll(async () => {
    world = await pageWorld({ gateway: { signal: () => Promise.resolve() } });
    li = await Visitor.of(world);
    await li.as('manager', 'admin');
    served = await serve(world);
  });
  beforeEach(async () => {
    faults = [];
    context = await served.context(li.cookie);
    page = await opened(FORM);
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  afterAll(() => served.close());

  async function opened(path: string): Promise<Page> {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(path);
    return tab;
  }
  const kept = (tab = page): Promise<number> =>
    tab.evaluate<number>(`Object.keys(localStorage).filter((name) => name.startsWith('tenure-draft-')).length`);
  const statement = (tab = page) => tab.locator('textarea[name=statement]');
  const figure = () => page.locator('input[inputmode=decimal]').first();
  const bar = (tab = page) => tab.locator('.draft-note');
  const send = (): Promise<void> => page.locator('main form button.primary').click();
  /** Types as people do, and closes the tab as they do too. */
  async function typedAndClosed(words = WORDS): Promise<void> {
    await statement().fill(words);
    await page.close({ runBeforeUnload: true });
    page = await opened(FORM);
  }

  test('is back after its tab was closed, with a word that it is, and can be dropped', async () => {
    const before = await statement().inputValue();
    expect(await bar().isVisible()).toBe(false);
    await typedAndClosed();
    expect(await statement().inputValue()).toBe(WORDS);
    expect(await bar().innerText()).toContain('is back');

    await bar().getByRole('button', { name: 'Start afresh' }).click();
    expect(await statement().inputValue()).toBe(before);
    expect([await bar().isVisible(), await kept()]).toEqual([false, 0]);
    await page.reload();
    expect(await statement().inputValue()).toBe(before);
  });

  test('is kept while it is refused, and no longer once it was recorded', async () => {
    await statement().fill(WORDS);
    await figure().fill('a lot');
    await send();
    await page.locator('input[aria-invalid=true]').waitFor();
    expect([await statement().inputValue(), await bar().isVisible(), await kept()]).toEqual([WORDS, false, 1]);

    await figure().fill('120000');
    await send();
    await page.waitForURL(/#needs/);
    page = await opened(FORM);
    expect([await statement().inputValue(), await bar().isVisible(), await kept()]).toEqual([WORDS, false, 0]);
  });

  test('comes back as of the record that its reader saw, so that nothing newer is written over unseen', async () => {
    await statement().fill('Mine');
    await page.close({ runBeforeUnload: true });
    const { text } = await li.get(FORM);
    await li.send(text, FORM, { statement: 'Of somebody else' }).expect(303);

    page = await opened(FORM);
    expect(await statement().inputValue()).toBe('Mine');
    await send();
    await page.getByText('Of somebody else').waitFor();
    expect(await statement().inputValue()).toBe('Mine');
    await page.locator('input[name=onto]').check();
    await send();
    await page.waitForURL(/#needs/);
    expect(await page.locator('#needs').innerText()).toContain('Mine');
  });

  test('comes back in the one form of many in which it was typed, and stays in the others when that is recorded', async () => {
    const follow = `/engagements/${HOTLINE}/follow-up`;
    const request = `/requests/${REQUEST}`;
    const other = await opened(request);
    await other.locator('main textarea:visible').first().fill('Too dear');
    await other.close({ runBeforeUnload: true });
    const talk = await opened(follow);
    await talk.locator('summary', { hasText: 'Log' }).click();
    await talk.locator('textarea[name=summary]').fill('They asked for a week');
    await talk.locator('input[name=participants]').fill('Wu');
    await talk.close({ runBeforeUnload: true });

    const again = await opened(follow);
    expect(await again.locator('textarea[name=summary]').isVisible()).toBe(true);
    expect(await again.locator('textarea[name=summary]').inputValue()).toBe('They asked for a week');
    expect([await bar(again).count(), await kept(again)]).toEqual([1, 2]);
    await again.locator('input[name=on]').fill('2026-11-20');
    await again.locator('button[value=contact]').click();
    await again.getByText('They asked for a week').waitFor();
    expect(await kept(again)).toBe(1);
    expect(await (await opened(request)).locator('main textarea:visible').first().inputValue()).toBe('Too dear');
  });

  /** Types there, closes the tab, finds it again and records it. */
  async function recordedAfterAll(path: string, action = path): Promise<void> {
    const unfolded = async () => {
      const tab = await opened(path);
      const form = tab.locator(`form[action="${action}"]`);
      const folded = tab.locator('details:not([open])', { has: form }).locator('summary');
      return { tab, form, folded, text: form.locator('textarea') };
    };
    const first = await unfolded();
    if ((await first.folded.count()) > 0) await first.folded.click();
    await first.text.fill(WORDS);
    await first.tab.close({ runBeforeUnload: true });
    const again = await unfolded();
    expect([await again.text.inputValue(), await again.text.isVisible(), await kept(again.tab)]).toEqual([
      WORDS,
      true,
      1,
    ]);
    const loaded = again.tab.waitForEvent('load');
    await again.form.locator('button[name]').first().click();
    await loaded;
    await again.tab.getByText(WORDS).first().waitFor({ state: 'attached' });
    expect([await bar(again.tab).count(), await kept(again.tab)]).toEqual([0, 0]);
  }

  test('is kept about an alarm and about an item of work as well', async () => {
    const { alarmId, itemId } = await inTransaction(world.database.db, (trx) => alarmAndWork(trx));
    await recordedAfterAll(`/engagements/${HOTLINE}`, `/engagements/${HOTLINE}/alarms/${alarmId}`);
    await recordedAfterAll(`/action-items/${itemId}`);
  });

  test('is kept when somebody else has gone on, so that other steps are offered', async () => {
    const { alarmId } = await inTransaction(world.database.db, (trx) => alarmAndWork(trx, 'contract'));
    const path = `/engagements/${HOTLINE}`;
    const action = `${path}/alarms/${alarmId}`;
    const text = (tab: Page) => tab.locator(`form[action="${action}"] textarea`);
    const first = await opened(path);
    await first.locator(`#alarm-${alarmId} summary`).last().click();
    await text(first).fill(WORDS);
    await first.close({ runBeforeUnload: true });
    await li.send((await li.get(path)).text, action, { step: 'ack', comment: 'Seen' }).expect(303);
    const again = await opened(path);
    expect([await text(again).inputValue(), await text(again).isVisible()]).toEqual([WORDS, true]);
  });

  test('is kept for what is ticked in the inbox, and nothing is ticked again', async () => {
    page = await opened('/inbox');
    const [words, picks] = ['.bulk textarea', 'input[name=pick]'];
    await page.locator(picks).first().check();
    await page.locator(words).fill('Within budget');
    await page.close({ runBeforeUnload: true });
    page = await opened('/inbox');
    const ticked = await page.locator(`${picks}:checked`).count();
    expect([await page.locator(words).inputValue(), ticked]).toEqual(['Within budget', 0]);
    expect(await bar().innerText()).toContain('is back');
  });

  test('is nobody’s any more after signing out', async () => {
    await typedAndClosed();
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL(/sign-in/);
    expect(await kept()).toBe(0);
  });
});
