import type { BrowserContext, Locator, Page } from 'playwright-core';
import { findPolicy } from '../../db/stores/policies';
import { LI, pageWorld, type PageWorld, Visitor } from '../api/page-world';
import { withChromium } from './chromium';
import { serve, type Served } from './served';

const FORM = '/admin/new-policy';
const WORDS = 'A <second> look';

let world: PageWorld;
let served: Served;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

withChromium('what is typed into the form of a policy', () => {
  beforeAll(async () => {
    world = await pageWorld({});
    const li = await Visitor.of(world);
    await li.as('manager', 'admin');
    served = await serve(world);
    context = await served.context(li.cookie, { locale: 'en', viewport: { width: 360, height: 740 } });
  });
  beforeEach(async () => {
    page = await opened();
  });
  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(() => served.close());

  async function opened(path = `${FORM}?lang=en`): Promise<Page> {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(path);
    return tab;
  }
  const field = (name: string) => page.locator(`main [name="${name}"]`);
  const bar = () => page.locator('.draft-note');
  const isInert = async (): Promise<boolean> => (await page.locator('form.policy-form[inert]').count()) === 1;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  async function press(target: Locator): Promise<void> {
    const loaded = page.waitForEvent('load');
    await target.click();
    await loaded;
  }
  /** Names it, adds a step and says what it is about; then the tab is closed. */
  async function typedAndClosed(): Promise<void> {
    await field('title').fill('Payments');
    await press(page.locator('main .workbench > div > .add button').first());
    await field('steps.1.title').fill(WORDS);
    await page.close({ runBeforeUnload: true });
    page = await opened();
  }

  test('is offered to its writer when they come again, with the steps that they had added', async () => {
    expect([await bar().count(), await isInert()]).toEqual([0, false]);
    await typedAndClosed();
    expect(await bar().innerText()).toContain('not recorded yet');
    expect([await isInert(), await field('steps.1.title').count()]).toEqual([true, 0]);
    expect(await page.locator(':focus').innerText()).toBe('Bring it back');

    await press(button('Bring it back'));
    expect([await field('title').inputValue(), await field('steps.1.title').inputValue()]).toEqual(['Payments', WORDS]);
    expect([await bar().count(), await isInert()]).toEqual([0, false]);
    // Brought back it is no more recorded than before.
    await page.reload();
    page = await opened();
    expect(await bar().count()).toBe(1);
  });

  test('is gone when its writer begins afresh', async () => {
    await button('Start afresh').click();
    expect([await bar().count(), await isInert(), await field('title').inputValue()]).toEqual([0, false, '']);
    await page.reload();
    expect(await bar().count()).toBe(0);
  });

  test('is gone once it was recorded, and kept of each policy by itself', async () => {
    await typedAndClosed();
    await press(button('Bring it back'));
    await field('key').fill('payments');
    await field('steps.0.title').fill('Check');
    for (const step of ['steps.0', 'steps.1']) {
      await field(`${step}.assignees.0.source`).selectOption('user');
      await field(`${step}.assignees.0.user`).fill(LI.email);
    }
    await press(page.locator('button[value=save]'));
    await page.waitForURL(/\/admin\/policies\/payments/);
    expect((await findPolicy(world.database.db, 'payments'))?.steps).toHaveLength(2);
    page = await opened();
    expect(await bar().count()).toBe(0);

    await field('title').fill('Something else');
    await page.close({ runBeforeUnload: true });
    page = await opened('/admin/policies/payments/edit?lang=en');
    expect([await bar().count(), await field('title').inputValue()]).toEqual([0, 'Payments']);
  });
});
