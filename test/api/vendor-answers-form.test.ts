import request from 'supertest';
import { findAssessment, insertAssessment } from '../../db/stores/assessments';
import { findQuestionnaire } from '../../db/stores/questionnaires';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import { aVendor } from '../builders';
import { faultsIn, filled, focusedIn, formIn, type Typed } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const VENDOR = aVendor({ id: '018f4c1e-0000-7000-8000-0000000000d1', ownerId: LI.id });
let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
  await inTransaction(world.database.db, (trx) => insertVendor(trx, VENDOR, NOW));
});
beforeEach(async () => {
  await world.database.db('vendor_assessments').delete();
  await li.as('manager');
});
afterAll(() => world.database.drop());

/** An assessment that waits for answers, and the form to give them by. */
async function asked() {
  const { db } = world.database;
  const questionnaire = await findQuestionnaire(db, 'secure-basic');
  if (!questionnaire) throw new Error('It ships.');
  const id = '018f4c1e-0000-7000-8000-0000000000df';
  const opening = {
    id,
    vendorId: VENDOR.id,
    questionnaire,
    previous: null,
    by: LI.id,
    at: new Date(NOW).toISOString(),
  };
  await inTransaction(db, (trx) => insertAssessment(trx, openedAssessment(opening)));
  const questions = questionnaire.categories.flatMap((category) => category.questions);
  const best = Object.fromEntries(
    questions.map(({ key, direction, min, max }) => [`answers.${key}.value`, String(direction === 'high' ? max : min)]),
  );
  const path = `/vendors/${VENDOR.id}/forms/assessment-answers?of=${id}`;
  return { id, path, best, page: (await li.get(path)).text };
}
const written = (path: string): string => path.replace('=', '&#x3D;');
const press = (html: string, path: string, typed: Typed) =>
  request(world.app)
    .post(path)
    .set({ cookie: li.cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' })
    .type('form')
    .send(filled(html, written(path).replace('?', '\\?'), typed).toString());
const stored = (id: string) => findAssessment(world.database.db, id);

test('we answer in the place of a vendor, in part and then all of it, and who hands in does not review', async () => {
  const { id, path, best, page } = await asked();
  expect((await li.get(`/vendors/${VENDOR.id}`)).text).toContain(`href="${written(path)}"`);
  const some = { 'answers.ac-mfa.value': '1', 'answers.ac-mfa.note': 'annex 3' };
  expect((await press(page, path, some)).headers['location']).toBe(`/vendors/${VENDOR.id}#assessments`);
  expect(await stored(id)).toMatchObject({ state: 'open', answers: { 'ac-mfa': { value: 1, note: 'annex 3' } } });

  const again = (await li.get(path).expect(200)).text;
  expect(formIn(again, written(path).replace('?', '\\?')).get('answers.ac-mfa.note')).toBe('annex 3');
  await press(again, path, { ...best, handIn: 'yes' }).expect(303);
  expect(await stored(id)).toMatchObject({ state: 'submitted', submittedBy: LI.id, result: { tier: 'low' } });
  const trail = world.database.db('audit_events').whereRaw(`payload->>'assessmentId' = ?`, [id]).orderBy('seq');
  expect(await trail.select('type', 'channel', 'actor_id')).toEqual([
    { type: 'assessment.answered', channel: 'page', actor_id: LI.id },
    { type: 'assessment.submitted', channel: 'page', actor_id: LI.id },
  ]);
  const review = path.replace('answers', 'review');
  const refused = await press((await li.get(review)).text, review, { decision: 'accept' });
  expect([refused.status, (await stored(id))?.state]).toEqual([422, 'submitted']);
});

test('what does not fit or is missing is told beside its question, and nothing of the form is taken', async () => {
  const { id, path, page } = await asked();
  const early = await press(page, path, { 'answers.ac-mfa.value': '1', handIn: 'yes' });
  expect([early.status, focusedIn(early.text)]).toEqual([422, ['answers.dp-officer.value']]);
  expect(new Set(faultsIn(early.text))).toEqual(new Set(['is not answered']));
  expect(await stored(id)).toMatchObject({ state: 'open', answers: {}, version: 1 });
});

test('answers that somebody else gave meanwhile are not written over unseen', async () => {
  const { id, path, page } = await asked();
  await press(page, path, { 'answers.ac-mfa.value': '1' }).expect(303);
  const late = await press(page, path, { 'answers.ac-mfa.value': '0' });
  expect([late.status, (await stored(id))?.answers['ac-mfa']?.value]).toEqual([422, 1]);
});

test('only who judges vendors answers for them', async () => {
  const { path } = await asked();
  await li.as('finance');
  await li.get(path).expect(403);
  expect((await li.get(`/vendors/${VENDOR.id}`)).text).not.toContain('assessment-answers');
});
