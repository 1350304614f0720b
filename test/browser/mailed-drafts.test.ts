import { randomBytes } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { findAssessment, insertAssessment, saveAssessmentLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import { LI, pageWorld, type PageWorld } from '../api/page-world';
import { aVendor } from '../builders';
import { withChromium } from './chromium';
import { serve, type Served } from './served';

const NOW = Date.UTC(2026, 10, 24, 8);
const WORDS = 'See annex 3, <page> 2';
/** Two answers among 25. */
const [MFA, NOTE] = ['v.ac-mfa', 'n.ac-mfa'];

let world: PageWorld;
let served: Served;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

withChromium('what a vendor types behind a mailed link', () => {
  beforeAll(async () => {
    world = await pageWorld();
    served = await serve(world);
    context = await served.context(null, { locale: 'en' });
  });
  afterAll(() => served.close());

  /** A questionnaire that waits for answers, and its link. */
  async function asked(name: string) {
    const vendor = aVendor({ id: `018f4c1e-0000-7000-8000-0000000000${name}`, ownerId: LI.id, name, locale: 'en' });
    const [questionnaire] = SHIPPED_QUESTIONNAIRES;
    const id = `018f4c1e-0000-7000-8000-0000000001${name}`;
    const secret = randomBytes(32).toString('base64url');
    const at = new Date(NOW).toISOString();
    const opened = openedAssessment({
      id,
      vendorId: vendor.id,
      questionnaire: questionnaire!,
      previous: null,
      by: LI.id,
      at,
    });
    await inTransaction(world.database.db, async (trx) => {
      await insertVendor(trx, vendor, NOW);
      await insertAssessment(trx, opened);
      await saveAssessmentLink(trx, id, { secretHash: hashSecret(secret), expiresAt: NOW + 86_400_000 });
    });
    return { id, path: `/q/${secret}?lang=en` };
  }
  async function openAt(path: string): Promise<void> {
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(path);
  }
  const answer = () => page.locator(`input[name="${MFA}"][value="1"]`);
  const note = () => page.locator(`textarea[name="${NOTE}"]`);
  const state = async () => ({
    answer: await answer().isChecked(),
    note: await note().inputValue(),
    said: await page.locator('.draft-note').count(),
    kept: await page.evaluate<number>(
      `Object.keys(localStorage).filter((name) => name.startsWith('tenure-draft-')).length`,
    ),
  });

  test('is back after its tab was closed, also what was chosen, and is forgotten once it was saved', async () => {
    const { id, path } = await asked('c1');
    await openAt(path);
    await answer().check();
    await page.locator('details', { has: note() }).locator('summary').click();
    await note().fill(WORDS);
    await page.close({ runBeforeUnload: true });

    await openAt(path);
    expect(await state()).toEqual({ answer: true, note: WORDS, said: 1, kept: 1 });
    await page.locator('button[value=save]').click();
    await page.waitForURL(/done=saved/);
    expect(await state()).toEqual({ answer: true, note: WORDS, said: 0, kept: 0 });
    expect((await findAssessment(world.database.db, id))?.answers['ac-mfa']).toEqual({ value: 1, note: WORDS });
  });

  test('does not come up behind another link', async () => {
    const [one, other] = [await asked('c2'), await asked('c3')];
    await openAt(one.path);
    await answer().check();
    await page.close({ runBeforeUnload: true });
    await openAt(other.path);
    expect(await state()).toEqual({ answer: false, note: '', said: 0, kept: 1 });
    expect(faults).toEqual([]);
  });
});
