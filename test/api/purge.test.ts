import { v7 as uuidv7 } from 'uuid';
import { purgeActivities } from '../../activities/purge';
import { sweepActivities } from '../../activities/sweep';
import { heldEngagement } from '../../api/engagement-scope';
import { verifyAudit } from '../../db/read/audit';
import type { EngagementAct } from '../../domain/engagement/access';
import { isSignedBy } from '../../db/signature';
import { inTransaction } from '../../db/transaction';
import type { DocumentFolder } from '../document-folder';
import { inOne, pdfText } from '../pdf-text';
import { closedEngagement, PDF, sha256 } from './closed-engagement';
import { ServiceWorld } from './service-world';
import { type SignedIn, signedIn } from './world';

const AFTER = Date.parse('2030-04-02T00:00:00Z');
const CANARY = 'canary-7d1f';

let folder: DocumentFolder;
let world: ServiceWorld;
let second: SignedIn;
/** Workflows that were started. */
const begun: string[] = [];
beforeAll(async () => {
  [world, folder] = await ServiceWorld.withFolder({ start: ({ id }) => Promise.resolve(void begun.push(id)) });
  second = await signedIn(world.database.db, { roles: ['legal'] });
});
afterAll(() => world.close());

beforeEach(async () => {
  await closedEngagement(world);
  const { db } = world.database;
  await db('engagements')
    .where({ id: world.id })
    .update({ exit_effective_date: '2027-03-31', title: CANARY, needs: JSON.stringify({ purpose: CANARY }) });
  const [at, owner] = [new Date(world.now), world.people.owner.person.id];
  await db('lessons').insert({ id: uuidv7(), engagement_id: world.id, service_type: 'it', gate: 'needs', lesson: 'Ask earlier.', check_text: 'Asked?', required: false, recorded_by: owner, recorded_at: at }); // prettier-ignore
  await db('feedback_remarks').insert({ id: uuidv7(), engagement_id: world.id, remarked_on: '2027-02-01', source: 'other', text: CANARY, recorded_by: owner, recorded_at: at }); // prettier-ignore
  await db('mail_log').insert({ key: uuidv7(), kind: 'x', address: `${CANARY}@example.com`, subject: CANARY, message_id: 'm', engagement_id: world.id, status: 'sent', attempts: 1, created_at: at }); // prettier-ignore
  world.now = AFTER;
});

const call = (method: 'get' | 'post' | 'delete', path = '', body?: object) => world.call(method, `/purge${path}`, body);
const archived = async (): Promise<string> => {
  const { body } = await world.call('post', '/archive', {});
  return String(body.sha256);
};
const ask = async () => call('post', '', { reason: 'It is over.', archiveSha256: await archived() });
const confirm = () => world.callAs(second, 'post', '/purge/confirm', {});
const purgeId = async (): Promise<string> => String((await call('get').expect(200)).body.id);
const steps = () => purgeActivities({ db: world.database.db, documents: folder.store, secrets: ['s'.repeat(32)] });
const rows = async () => {
  const step = { purgeId: await purgeId(), now: world.now };
  for (;;) {
    const batch = await steps().purgeRows(step);
    if (batch !== 'more') return batch;
  }
};
async function purge() {
  expect(await rows()).toBe('nothing-left');
  const step = { purgeId: await purgeId(), now: world.now };
  await steps().purgeContents(step);
  expect(await steps().finishPurge(step)).toBe('nothing-left');
}
const missing = (body: { errors: readonly { path: string }[] }) => body.errors.map(({ path }) => path);

/** Where a text stands, in any column of any table. */
async function placesOf(text: string): Promise<readonly string[]> {
  const { db } = world.database;
  const { rows: tables } = await db.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found = [];
  for (const { name } of tables) {
    const hits = await db.raw<{ rows: unknown[] }>(`select 1 from "${name}" t where t::text like ? limit 1`, [`%${text}%`]); // prettier-ignore
    if (hits.rows.length > 0) found.push(name);
  }
  return found;
}

test('nothing is left of a purged engagement but facts, and the trail is intact', async () => {
  expect((await placesOf(CANARY)).length).toBeGreaterThan(2);
  await ask().then((asked) => expect(asked.status).toBe(201));
  await confirm().expect(202);
  await purge();

  expect(await placesOf(CANARY)).toEqual([]);
  expect(await placesOf('Invoice 7')).toEqual([]);
  expect(await verifyAudit(world.database.db)).toEqual([]);
  expect(await folder.store.open(sha256(PDF))).toBeNull();
  const { body } = await call('get', '/certificate').expect(200);
  expect(isSignedBy(body)).toBe(true);
  expect(body.content).toMatchObject({
    remaining: 0,
    confirmedById: second.person.id,
    kept: { settlement: { net: { minor: 150_000, currency: 'CNY' } }, serviceEnded: '2027-03-31' },
    erased: { settlements: 1, documents: 1, requests: 1, mail_log: 1 },
  });
  for (const [format, lang, title] of [
    ['html', 'zh-CN', '清除证明'],
    ['pdf', 'en', 'Certificate of purge'],
  ] as const) {
    const paper = await call('get', `/certificate?format=${format}&lang=${lang}`).buffer(true).parse(inOne).expect(200);
    const text = format === 'pdf' ? pdfText(paper.body as Buffer).join(' ') : String(paper.body);
    expect([text.includes(title), text.includes(second.person.name)]).toEqual([true, true]);
  }
  const trail = await world.trail();
  expect(trail.length).toBeGreaterThan(4);
  const said = trail.filter(({ payload }) => Object.keys(payload).length > 0).map(({ type }) => type);
  expect(new Set(said)).toEqual(new Set(['archive.built', 'purge.asked', 'purge.confirmed', 'purge.done', 'audit.erased'])); // prettier-ignore
  expect(trail.at(-1)).toMatchObject({ type: 'purge.done' });
  const { body: engagement } = await world.call('get', '').expect(200);
  expect(engagement).toMatchObject({ title: engagement.number, state: 'CLOSED', needs: {}, roles: {} });
  const lessons = await world.database.db('lessons').where({ engagement_id: world.id });
  expect(lessons).toHaveLength(1);
});

test('a hold that is placed between rows and files keeps the files', async () => {
  await ask();
  await confirm().expect(202);
  expect(await rows()).toBe('nothing-left');
  const holdId = await world.hold({ by: second.person.id });
  const step = { purgeId: await purgeId(), now: world.now };
  await steps().purgeContents(step);
  expect(await folder.store.open(sha256(PDF))).not.toBeNull();
  expect(await steps().finishPurge(step)).toBe('held');

  await world.release(holdId, { by: second.person.id });
  await purge();
  expect(await folder.store.open(sha256(PDF))).toBeNull();
});

test('whoever asked does not confirm, nor does anybody without such a role', async () => {
  const id = String((await ask()).body.id);
  await call('post', '/confirm', {}).expect(403);
  await world.callAs(world.people.stranger, 'post', '/purge/confirm', {}).expect(403);
  await confirm().expect(202);
  await confirm().expect(202);
  expect(begun.slice(-2)).toEqual(Array.from({ length: 2 }, () => `purge-${id}`));
  const { archiveSha256 } = (await call('get')).body;
  await call('post', '', { reason: 'It is over.', archiveSha256 }).expect(409);
});

test('it is refused before the end of the retention, under a hold, without an archive, and with one that is old', async () => {
  const anything = sha256('anything');
  world.now = Date.parse('2030-03-31T00:00:00Z');
  await world.hold({ by: second.person.id });
  const early = await call('post', '', { reason: 'It is over.', archiveSha256: anything }).expect(422);
  expect([early.body.code, missing(early.body)]).toEqual(['PURGE_NOT_ALLOWED', ['retention', 'legalHold', 'archive']]);

  await world.database.db('legal_holds').where({ engagement_id: world.id }).update({ released_at: new Date() });
  world.now = AFTER;
  const sha = await archived();
  const other = await call('post', '', { reason: 'It is over.', archiveSha256: anything }).expect(422);
  expect(missing(other.body)).toEqual(['archive']);
  await world.callAs(second, 'post', '/exit/holds', { reason: 'A late claim.' }).expect(201);
  const late = await call('post', '', { reason: 'It is over.', archiveSha256: sha }).expect(422);
  expect(missing(late.body)).toEqual(['legalHold', 'archive']);
});

test('a hold that is placed meanwhile stops it at the next batch, and it goes on when the hold ends', async () => {
  await ask();
  await confirm().expect(202);
  const holdId = await world.hold({ by: second.person.id });
  expect(await rows()).toBe('held');
  expect(await steps().finishPurge({ purgeId: await purgeId(), now: world.now })).toBe('held');
  expect(await world.database.db('documents').where({ engagement_id: world.id })).toHaveLength(1);

  await world.release(holdId, { by: second.person.id });
  await purge();
  expect((await call('get').expect(200)).body.state).toBe('done');
});

test('while it runs and afterwards nothing more is written, but a hold is placed while it runs', async () => {
  await ask();
  await confirm().expect(202);
  const { db } = world.database;
  const actor = world.people.owner.person;
  const hold = (act: EngagementAct) => inTransaction(db, (trx) => heldEngagement(trx, world.id, { actor, act }));
  await expect(hold('edit')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  const placed = await world.callAs(second, 'post', '/exit/holds', { reason: 'A late claim.' }).expect(201);
  await world.callAs(second, 'post', `/exit/holds/${placed.body.id}/release`, {}).expect(200);
  await purge();
  for (const act of ['edit', 'report', 'accept', 'evaluate', 'close'] as const)
    await expect(hold(act)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  await expect(hold('read')).resolves.toMatchObject({ id: world.id });
});

test('before it is confirmed it can be taken back, and asked for anew', async () => {
  await ask();
  await call('delete').expect(204);
  await call('get').expect(404);
  await ask().then((again) => expect(again.status).toBe(201));
  await confirm().expect(202);
  await call('delete').expect(409);
});

test('an approved settlement goes with the purge of its own engagement only', async () => {
  const { db } = world.database;
  const settlement = () => db('settlements').where({ engagement_id: world.id });
  await expect(settlement().delete()).rejects.toThrow('approved settlement');
  await ask();
  await expect(settlement().delete()).rejects.toThrow('approved settlement');
  await confirm().expect(202);
  await expect(settlement().update({ net_minor: 1 })).rejects.toThrow('approved settlement');
  const purged = world.id;
  await closedEngagement(world);
  await expect(settlement().delete()).rejects.toThrow('approved settlement');
  expect(await db('settlements').where({ engagement_id: purged }).delete()).toBe(1);
});

test('what a purge has left can be neither changed nor removed', async () => {
  const { db } = world.database;
  await ask();
  await confirm().expect(202);
  await purge();
  await expect(db('purges').where({ engagement_id: world.id }).delete()).rejects.toThrow('cannot be changed');
  await expect(db('purges').where({ engagement_id: world.id }).update({ reason: 'x' })).rejects.toThrow('cannot be');
  await expect(db('purge_tombstones').update({ rows: 1 })).rejects.toThrow('cannot be changed');
});

test('nobody is asked what becomes of a record that has gone', async () => {
  await ask();
  await confirm().expect(202);
  await purge();
  const { db } = world.database;
  await sweepActivities({ db, documents: folder.store, secrets: ['s'.repeat(32)] }).sweep({ now: AFTER + 1 });
  expect(await db('action_items').where({ engagement_id: world.id })).toEqual([]);
});
