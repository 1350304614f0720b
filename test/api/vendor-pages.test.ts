import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { insertAssessment, findAssessment, saveAssessmentLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { csrfIn, focusedIn } from './page-form';
import { browser, LI, type PageWorld, pageWorld, SUPPLIER } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
let world: PageWorld;
let open: ReturnType<typeof browser>;
let cookie: string;
beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
  cookie = await open.signIn(LI);
});
afterAll(() => world.database.drop());

async function keptVendor(name: string, part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, name, ...part });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}

describe('the pages of vendors', () => {
  test('list, filter and show one, with the days that its papers are good for', async () => {
    const certificates = [{ type: 'ISO 27001', no: 'A-1', validTo: '2026-12-06' }];
    const parent = await keptVendor('Parent <One>');
    const vendor = await keptVendor('Soon Ltd', { certificates, parentId: parent.id });
    await keptVendor('Later Ltd');
    const list = await open.get('/vendors?expiring=1', cookie).expect(200);
    expect(list.text).toContain('Soon Ltd');
    expect(list.text).not.toContain('Later Ltd');
    expect(list.text).toContain('证书剩 12 天');
    const page = await open.get(`/vendors/${vendor.id}?lang=en`, cookie).expect(200);
    expect(page.text).toContain('ISO 27001');
    expect(page.text).toContain('<span class="chip amber">12</span>');
    expect(page.text).toContain('Parent &lt;One&gt;');
    expect((await open.get(`/vendors/${parent.id}`, cookie)).text).toContain('Soon Ltd');
  });

  test('are for insiders', async () => {
    const theirs = await open.signIn(SUPPLIER);
    for (const path of ['/vendors', '/vendors/import', `/vendors/${uuidv7()}`])
      await open.get(path, theirs).expect(403);
    await open.get('/vendors').expect(303);
    await open.get('/vendors/nonsense', cookie).expect(404);
  });

  test('import a file, after a look at what it would do', async () => {
    const csrf = csrfIn((await open.get('/vendors/import', cookie)).text);
    const send = (csv: string, dryRun: string, token = csrf) =>
      request(world.app)
        .post('/vendors/import')
        .set({ cookie, accept: 'text/html' })
        .field({ csrf: token, dryRun })
        .attach('files', Buffer.from(csv), 'vendors.csv');
    const count = async () => (await world.database.db('vendors')).length;
    const before = await count();
    expect((await send('name\nPaged\n', 'true').expect(200)).text).toContain('新增 1');
    expect((await send('name,uscc\nPaged,123\n', 'false').expect(422)).text).toContain('2 · uscc');
    expect((await send('PK\u0003\u0004 broken', 'false').expect(422)).text).toContain('cannot be unpacked');
    await send('name\nPaged\n', 'false', 'forged').expect(403);
    expect(await count()).toBe(before);
    expect((await send('name\nPaged\n', 'false').expect(200)).text).toContain('导入完成');
    expect(await count()).toBe(before + 1);
  });
});

describe('a questionnaire behind its link', () => {
  async function asked(now = NOW) {
    const vendor = await keptVendor(`Asked ${randomBytes(4).toString('hex')}`);
    const [questionnaire] = SHIPPED_QUESTIONNAIRES;
    if (!questionnaire) throw new Error('no questionnaire ships');
    const id = uuidv7();
    const at = new Date(NOW).toISOString();
    const secret = randomBytes(32).toString('base64url');
    await inTransaction(world.database.db, async (trx) => {
      await insertAssessment(
        trx,
        openedAssessment({ id, vendorId: vendor.id, questionnaire, previous: null, by: LI.id, at }),
      );
      await saveAssessmentLink(trx, id, { secretHash: hashSecret(secret), expiresAt: now + 1000 });
    });
    const questions = questionnaire.categories.flatMap((category) => category.questions);
    const best = Object.fromEntries(
      questions.map(({ key, direction, min, max }) => [`v.${key}`, String(direction === 'high' ? max : min)]),
    );
    return { id, path: `/q/${secret}`, best, vendor };
  }
  const stateOf = async (id: string) => findAssessment(world.database.db, id);

  test('is answered without an account, saved, and handed in once', async () => {
    const { id, path, best, vendor } = await asked();
    const page = await open.get(`${path}?lang=en`).expect(200);
    expect(page.text).toContain(vendor.name);
    expect(page.text).toContain('0 of 25 answered');
    await open.post(path, { 'v.ac-mfa': '1', 'n.ac-mfa': 'annex 3', act: 'save' }).expect(303);
    expect((await stateOf(id))?.answers['ac-mfa']).toEqual({ value: 1, note: 'annex 3' });
    const early = await open.post(`${path}?lang=en`, { 'v.ac-mfa': '1', act: 'submit' }).expect(422);
    expect(early.text).toContain('at least 80 %');
    expect(
      (await open.post(`${path}?lang=en`, { ...best, 'v.ac-least': '9', act: 'submit' }).expect(422)).text,
    ).toContain('do not fit');
    await open.post(path, { ...best, act: 'submit' }).expect(303);
    expect(await stateOf(id)).toMatchObject({
      state: 'submitted',
      submittedBy: null,
      result: { total: 100, tier: 'low' },
    });
    expect((await open.get(`${path}?lang=en`)).text).toContain('Thank you');
    await open.post(path, { ...best, act: 'save' }).expect(409);
  });

  const noteIn = (html: string, key: string): string =>
    new RegExp(`<textarea name="n\\.${key}"([^>]*)>([^<]*)`).exec(html)?.slice(1).join('>') ?? '';

  test('refuses a note that is too long, keeps what was kept before and shows everything as it was typed', async () => {
    const { id, path } = await asked();
    await open.post(path, { 'v.ac-mfa': '1', 'n.ac-mfa': 'annex 3', act: 'save' }).expect(303);
    const note = `${'x'.repeat(2_000)}END`;
    const typed = { 'v.ac-mfa': '0', 'n.ac-mfa': note, 'v.ac-least': '4', 'n.ac-least': 'By a list', act: 'save' };
    const { text } = await open.post(`${path}?lang=en`, typed).expect(422);
    expect(noteIn(text, 'ac-mfa')).toBe(` rows="2" maxlength="2000" autofocus aria-invalid="true">${note}`);
    expect(text).toContain('must have at most 2000 characters');
    expect(noteIn(text, 'ac-least')).toContain('>By a list');
    expect(text).toContain('name="v.ac-mfa" value="0" checked');
    expect(text).toContain('name="v.ac-least" value="4" checked');
    expect(text.match(/ autofocus/g)).toHaveLength(1);
    expect((await stateOf(id))?.answers).toMatchObject({ 'ac-mfa': { value: 1, note: 'annex 3' } });
    expect((await stateOf(id))?.answers['ac-least']?.note).toBeUndefined();
  });

  test('says of every answer that does not fit what is wrong with it, in the language of the reader', async () => {
    const { id, path, best } = await asked();
    const form = await open.get(path).expect(200);
    const figure = /name="(v\.[^"]+)" value="" inputmode="decimal"/.exec(form.text)?.[1] ?? '';
    const typed = { ...best, [figure]: 'about <40>', 'v.ac-least': '9', act: 'submit' };
    const { text } = await open.post(`${path}?lang=zh-CN`, typed).expect(422);
    expect(text).toContain(`name="${figure}" value="about &lt;40&gt;"`);
    expect(text).toContain('必须是数字');
    expect((await stateOf(id))?.answers).toEqual({});
    const scale = await open.post(`${path}?lang=zh-CN`, { ...best, 'v.ac-least': '9', act: 'save' }).expect(422);
    expect(scale.text).toMatch(
      /<fieldset class="question fault" tabindex="-1" autofocus><legend>[^<]*<span class="fault"[^>]*>必须是 1 到 5 之间的整数/,
    );
  });

  test('tells which questions are open when it is handed in too early, and leads to the first of them', async () => {
    const { id, path } = await asked();
    const { text } = await open.post(`${path}?lang=en`, { 'v.ac-mfa': '1', act: 'submit' }).expect(422);
    expect(text.match(/is not answered/g)).toHaveLength(24);
    const [first = ''] = /<fieldset class="question fault"[\s\S]*?<\/fieldset>/.exec(text) ?? [];
    expect(first).toContain('autofocus');
    expect(first).not.toContain('ac-mfa');
    expect(text.match(/ autofocus/g)).toHaveLength(1);
    expect((await stateOf(id))?.answers['ac-mfa']).toEqual({ value: 1 });
  });

  test('shows what was typed and not taken when somebody else has handed it in meanwhile', async () => {
    const { id, path, best } = await asked();
    await open.post(path, { ...best, 'n.ac-least': 'By a list', act: 'submit' }).expect(303);
    const handedIn = await stateOf(id);
    const typed = { ...best, 'v.ac-mfa': '0', 'n.ac-least': 'Not by <a list>', act: 'submit' };
    const { text } = await open.post(`${path}?lang=en`, typed).expect(409);
    expect(focusedIn(text)).toEqual(['alert']);
    expect(text).toContain('have been handed in meanwhile');
    expect([...text.matchAll(/<blockquote>([^<]*)<\/blockquote>/g)].map(([, kept]) => kept)).toEqual([
      'No',
      '5\nNot by &lt;a list&gt;',
    ]);
    expect(text).not.toContain('<form method="post" action="/q/');
    expect(await stateOf(id)).toEqual(handedIn);
    const same = await open.post(`${path}?lang=en`, { ...best, 'n.ac-least': 'By a list', act: 'save' }).expect(409);
    expect(same.text).not.toContain('<blockquote>');
    expect(same.text).toContain('have been handed in meanwhile');
  });

  test('shows nothing once the link has run out, or is another one', async () => {
    const { path } = await asked(NOW - 2000);
    await open.get(path).expect(404);
    await open.get('/q/short').expect(404);
    await open.get(`/q/${randomBytes(32).toString('base64url')}`).expect(404);
  });
});
