import request from 'supertest';
import { findAssessment, insertAssessment, saveAssessment } from '../../db/stores/assessments';
import { findQuestionnaire } from '../../db/stores/questionnaires';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { Assessment } from '../../domain/vendor/assessment/schema';
import { openedAssessment, submittedAssessment, withAnswers } from '../../domain/vendor/assessment/steps';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { faultsIn, filled, type Typed } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const AT = new Date(NOW).toISOString();
let world: PageWorld;
let li: Visitor;
const told: unknown[] = [];
beforeAll(async () => {
  const start = (given: unknown) => Promise.resolve(void told.push(given));
  world = await pageWorld({ gateway: { start } });
  li = await Visitor.of(world);
});
beforeEach(async () => {
  told.length = 0;
  await li.as('manager');
});
afterAll(() => world.database.drop());

async function kept(part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, contactEmail: 'ma@example.com', ...part });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}

/** An assessment of which everything has been answered with the best, and handed in by its vendor. */
async function handedIn(vendor: Vendor, by: string | null = null): Promise<Assessment> {
  const { db } = world.database;
  const questionnaire = await findQuestionnaire(db, 'secure-basic');
  if (!questionnaire) throw new Error('It ships.');
  const id = vendor.id.replace(/.$/, 'f');
  const opened = openedAssessment({ id, vendorId: vendor.id, questionnaire, previous: null, by: LI.id, at: AT });
  const answers = Object.fromEntries(
    questionnaire.categories
      .flatMap(({ questions }) => questions)
      .map(({ key, direction, min, max }) => [key, { value: direction === 'high' ? max : min, note: `on ${key}` }]),
  );
  const submitted = submittedAssessment(withAnswers(opened, answers), { by, at: AT, previous: null });
  await inTransaction(db, (trx) => insertAssessment(trx, submitted));
  return submitted;
}
const stored = ({ id }: Assessment) => findAssessment(world.database.db, id);
const rows = ({ id }: Vendor) => world.database.db('vendor_assessments').where({ vendor_id: id }).select('*');
const trail = async ({ id }: Vendor): Promise<readonly { type: string; channel: string }[]> =>
  world.database.db('audit_events').whereRaw(`payload->>'vendorId' = ?`, [id]).orderBy('seq').select('type', 'channel');
const formOf = ({ id }: Vendor, name: string, of = '') => `/vendors/${id}/forms/${name}${of && `?of=${of}`}`;
const written = (path: string): string => path.replace('=', '&#x3D;');
/** Sends the form of a page whose address names one of several records. */
const press = (html: string, path: string, typed: Typed = {}) =>
  request(world.app)
    .post(path)
    .set({ cookie: li.cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' })
    .type('form')
    .send(filled(html, written(path).replace('?', '\\?'), typed).toString());

test('a questionnaire is asked once, and the contact is sent its link', async () => {
  const vendor = await kept();
  const here = `/vendors/${vendor.id}`;
  expect((await li.get(here).expect(200)).text).toContain(`href="${formOf(vendor, 'assessment')}"`);
  const path = formOf(vendor, 'assessment');
  const shown = await li.get(path).expect(200);
  const asked = await li.send(shown.text, path, { questionnaireKey: 'secure-extended' });
  expect([asked.status, asked.headers['location']]).toEqual([303, `${here}#assessments`]);
  expect((await li.send(shown.text, path, { questionnaireKey: 'secure-extended' })).status).toBe(422);
  const [row, ...others] = (await rows(vendor)) as readonly { id: string }[];
  expect(others).toEqual([]);
  const link = formOf(vendor, 'assessment-link', row?.id);
  expect((await li.get(here)).text).toContain(`href="${written(link)}"`);
  const offered = await li.get(link).expect(200);
  expect(offered.text).toContain('ma@example.com');
  expect((await press(offered.text, link)).status).toBe(303);
  expect(told).toMatchObject([
    { workflow: 'lettersWorkflow', args: [[{ kind: 'questionnaire', recipientId: row?.id }]] },
  ]);
  expect(await trail(vendor)).toEqual([
    { type: 'assessment.opened', channel: 'page' },
    { type: 'assessment.link', channel: 'page' },
  ]);
});

test('a link that nobody would get is not made', async () => {
  const vendor = await kept({ contactEmail: null });
  const path = formOf(vendor, 'assessment');
  await li.send((await li.get(path)).text, path);
  const [row] = (await rows(vendor)) as readonly { id: string }[];
  const link = formOf(vendor, 'assessment-link', row?.id);
  const refused = await press((await li.get(link).expect(200)).text, link);
  expect([refused.status, told]).toEqual([422, []]);
  expect(refused.text).toContain('is needed: the link goes there');
  expect(await rows(vendor)).toMatchObject([{ link_secret_hash: null }]);
});

test('what was handed in is read and returned with a comment, which is asked for beside its field, or accepted', async () => {
  await li.as('security');
  const vendor = await kept();
  const assessment = await handedIn(vendor);
  const path = formOf(vendor, 'assessment-review', assessment.id);
  const shown = await li.get(path).expect(200);
  const [question] = assessment.questionnaire.categories[0]?.questions ?? [];
  expect(shown.text).toContain(`· on ${question?.key} · new or changed</dd>`);
  const bare = await press(shown.text, path, { decision: 'return' });
  expect([bare.status, faultsIn(bare.text)]).toEqual([422, ['is needed']]);
  expect(await stored(assessment)).toMatchObject({ state: 'submitted' });
  const done = await press(bare.text, path, { decision: 'accept', comment: 'Fine.' });
  expect([done.status, done.headers['location']]).toEqual([303, `/vendors/${vendor.id}#assessments`]);
  expect(await stored(assessment)).toMatchObject({ state: 'accepted', reviewComment: 'Fine.', reviewedBy: LI.id });
});

test('answers that came after the page was read are not judged unseen', async () => {
  await li.as('legal');
  const vendor = await kept();
  const assessment = await handedIn(vendor);
  const path = formOf(vendor, 'assessment-review', assessment.id);
  const shown = await li.get(path).expect(200);
  await inTransaction(world.database.db, (trx) => saveAssessment(trx, assessment, { ...assessment, toReview: [] }));
  const stale = await press(shown.text, path, { decision: 'accept' });
  expect(stale.status).toBe(422);
  expect(await stored(assessment)).toMatchObject({ state: 'submitted', reviewedBy: null });
  expect((await press(stale.text, path, { onto: '1' })).status).toBe(303);
  expect(await stored(assessment)).toMatchObject({ state: 'accepted' });
});

test('who may judge but not change vendors opens and reviews, and is neither offered nor let at the rest', async () => {
  const vendor = await kept();
  const assessment = await handedIn(vendor);
  await li.as('security');
  const { text } = await li.get(`/vendors/${vendor.id}`).expect(200);
  const hrefs = [...text.matchAll(/href="[^"]*\/forms\/([^"?]+)/g)].map(([, name]) => name);
  expect(hrefs).toEqual(['assessment-review', 'assessment']);
  for (const name of ['details', 'certificates']) await li.get(formOf(vendor, name)).expect(403);
  await li.get(formOf(vendor, 'assessment-link', assessment.id)).expect(403);
  await li.get(formOf(vendor, 'assessment-review', vendor.id)).expect(404);
  await li.as('finance');
  await li.get(formOf(vendor, 'assessment-review', assessment.id)).expect(403);
  expect(await stored(assessment)).toEqual(assessment);
});
