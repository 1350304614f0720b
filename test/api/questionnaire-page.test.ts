import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { findAssessment, insertAssessment, saveAssessmentLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { within } from '../../db/wall/scope';
import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { focusedIn, nonceIn } from './page-form';
import { browser, LI, type PageWorld, pageWorld } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
let world: PageWorld;
let open: ReturnType<typeof browser>;
beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
});
afterAll(() => world.database.drop());

async function keptVendor(name: string): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, name });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}

/** Sends the form of the page as it was drawn when the questionnaire was first opened. */
const nonces = new Map<string, string>();
const send = (path: string, fields: Readonly<Record<string, string>>) =>
  open.post(path, { ...fields, nonce: nonces.get(path.split('?')[0]!) ?? '' });

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
    const path = `/q/${secret}`;
    nonces.set(path, nonceIn((await open.get(path)).text));
    return { id, path, best, vendor };
  }
  const stateOf = async (id: string) => findAssessment(world.database.db, id);

  test('is answered without an account, saved, and handed in once', async () => {
    const { id, path, best, vendor } = await asked();
    const page = await open.get(`${path}?lang=en`).expect(200);
    expect(page.text).toContain(vendor.name);
    expect(page.text).toContain('0 of 25 answered');
    await send(path, { 'v.ac-mfa': '1', 'n.ac-mfa': 'annex 3', act: 'save' }).expect(303);
    expect((await stateOf(id))?.answers['ac-mfa']).toEqual({ value: 1, note: 'annex 3' });
    const early = await send(`${path}?lang=en`, { 'v.ac-mfa': '1', act: 'submit' }).expect(422);
    expect(early.text).toContain('at least 80 %');
    expect((await send(`${path}?lang=en`, { ...best, 'v.ac-least': '9', act: 'submit' }).expect(422)).text).toContain(
      'do not fit',
    );
    await send(path, { ...best, act: 'submit' }).expect(303);
    expect(await stateOf(id)).toMatchObject({
      state: 'submitted',
      submittedBy: null,
      result: { total: 100, tier: 'low' },
    });
    expect((await open.get(`${path}?lang=en`)).text).toContain('Thank you');
    await send(path, { ...best, act: 'save' }).expect(409);
  });

  const noteIn = (html: string, key: string): string =>
    new RegExp(`<textarea name="n\\.${key}"([^>]*)>([^<]*)`).exec(html)?.slice(1).join('>') ?? '';

  test('refuses a note that is too long, keeps what was kept before and shows everything as it was typed', async () => {
    const { id, path } = await asked();
    await send(path, { 'v.ac-mfa': '1', 'n.ac-mfa': 'annex 3', act: 'save' }).expect(303);
    const note = `${'x'.repeat(2_000)}END`;
    const typed = { 'v.ac-mfa': '0', 'n.ac-mfa': note, 'v.ac-least': '4', 'n.ac-least': 'By a list', act: 'save' };
    const { text } = await send(`${path}?lang=en`, typed).expect(422);
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
    const { text } = await send(`${path}?lang=zh-CN`, typed).expect(422);
    expect(text).toContain(`name="${figure}" value="about &lt;40&gt;"`);
    expect(text).toContain('必须是数字');
    expect((await stateOf(id))?.answers).toEqual({});
    const scale = await send(`${path}?lang=zh-CN`, { ...best, 'v.ac-least': '9', act: 'save' }).expect(422);
    expect(scale.text).toMatch(
      /<fieldset class="question fault" tabindex="-1" autofocus><legend>[^<]*<span class="fault"[^>]*>必须是 1 到 5 之间的整数/,
    );
  });

  test('tells which questions are open when it is handed in too early, and leads to the first of them', async () => {
    const { id, path } = await asked();
    const { text } = await send(`${path}?lang=en`, { 'v.ac-mfa': '1', act: 'submit' }).expect(422);
    expect(text.match(/is not answered/g)).toHaveLength(24);
    const [first = ''] = /<fieldset class="question fault"[\s\S]*?<\/fieldset>/.exec(text) ?? [];
    expect(first).toContain('autofocus');
    expect(first).not.toContain('ac-mfa');
    expect(text.match(/ autofocus/g)).toHaveLength(1);
    expect((await stateOf(id))?.answers['ac-mfa']).toEqual({ value: 1 });
  });

  test('shows what was typed and not taken when somebody else has handed it in meanwhile', async () => {
    const { id, path, best } = await asked();
    await send(path, { ...best, 'n.ac-least': 'By a list', act: 'submit' }).expect(303);
    const handedIn = await stateOf(id);
    const typed = { ...best, 'v.ac-mfa': '0', 'n.ac-least': 'Not by <a list>', act: 'submit' };
    const { text } = await send(`${path}?lang=en`, typed).expect(409);
    expect(focusedIn(text)).toEqual(['alert']);
    expect(text).toContain('have been handed in meanwhile');
    expect([...text.matchAll(/<blockquote>([^<]*)<\/blockquote>/g)].map(([, kept]) => kept)).toEqual([
      'No',
      '5\nNot by &lt;a list&gt;',
    ]);
    expect(text).not.toContain('<form method="post" action="/q/');
    expect(await stateOf(id)).toEqual(handedIn);
    const same = await send(`${path}?lang=en`, { ...best, 'n.ac-least': 'By a list', act: 'save' }).expect(409);
    expect(same.text).not.toContain('<blockquote>');
    expect(same.text).toContain('have been handed in meanwhile');
  });

  test('says that a link has run out, and gives back what was written meanwhile', async () => {
    const { id, path } = await asked(NOW - 2000);
    expect((await open.get(`${path}?lang=en`).expect(410)).text).toContain('What you had saved is kept.');
    const late = await open.post(`${path}?lang=en`, { 'v.ac-mfa': '1', 'n.ac-mfa': 'See annex <3>' }).expect(410);
    expect(late.text).toContain('See annex &lt;3&gt;');
    expect((await stateOf(id))?.answers).toEqual({});
  });

  test('takes no form that it did not make, or that another page sends', async () => {
    const { id, path, best } = await asked();
    const other = await asked();
    const strange = await open.post(`${path}?lang=en`, { ...best, act: 'submit' }).expect(403);
    expect(strange.text).toContain('open for too long');
    expect(strange.text).toContain('name="v.ac-mfa" value="1" checked');
    const nonce = nonceIn((await open.get(other.path)).text);
    await open.post(path, { ...best, nonce, act: 'submit' }).expect(403);
    const ours = nonceIn((await open.get(path)).text);
    const sent = request(world.app).post(path).type('form').set({ 'sec-fetch-site': 'cross-site' });
    await sent.send({ ...best, nonce: ours, act: 'submit' }).expect(403);
    expect(await stateOf(id)).toMatchObject({ state: 'open', answers: {} });
  });

  test('reads and writes no other rows than those of its link', async () => {
    const other = await asked();
    const { id } = await asked();
    const walled = (work: () => PromiseLike<unknown>) => within({ role: 'vendor', assessments: [id] }, work);
    const { db } = world.database;
    expect(await walled(() => db('vendor_assessments').pluck('id'))).toEqual([id]);
    expect(await walled(() => db('vendor_assessments').where({ id: other.id }).update({ version: 9 }))).toBe(0);
    await expect(walled(() => db('vendor_assessments').update({ review_comment: 'Fine.' }))).rejects.toThrow(
      /permission/,
    );
  });

  test('is nowhere for another secret, which is soon not looked up any more', async () => {
    const made = () => open.get(`/q/${randomBytes(32).toString('base64url')}`);
    await open.get('/q/short').expect(404);
    for (let n = 1; n < 30; n += 1) await made().expect(404);
    await made().expect(429);
  });
});
