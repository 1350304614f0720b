import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { gateActivities } from '../../activities/gates';
import { forgetUnusedDocuments } from '../../activities/unused-documents';
import { isSignedBy, signValue } from '../../db/signature';
import { insertVersion } from '../../db/stores/contract-versions';
import { endRun, insertRun } from '../../db/stores/dataset-runs';
import { attachEvidence, insertEvidence } from '../../db/stores/kpi-evidence';
import { insertReview } from '../../db/stores/reviews';
import { inTransaction, type Trx } from '../../db/transaction';
import type { ExportedEntry } from '../../domain/approval/export-schema';
import type { SignedIndex } from '../../domain/exit/archive-schema';
import { scheduleMeeting } from '../../domain/review/meeting';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { pdfText, inOne } from '../pdf-text';
import { ServiceWorld } from './service-world';

const ROOT_KEY = 's'.repeat(32);
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const LINES = [{ kind: 'unpaid_invoice', money: { amount: '1500.00', currency: 'CNY' }, note: 'Invoice 7' }];
const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const hex = sha256('anything');

let folder: DocumentFolder;
let world: ServiceWorld;
beforeAll(async () => {
  folder = await documentFolder();
  world = await ServiceWorld.open(folder.store);
});
afterAll(async () => {
  await world.close();
  await folder.remove();
});

/** An engagement that has been through everything and is closed. */
beforeEach(async () => {
  const { db } = world.database;
  await world.begin({ state: 'EXITING' });
  await world.call('post', '/documents').attach('file', PDF, '合同.pdf').expect(201);
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  await gateActivities({ db }).applyGate({ engagementId: world.id, gate, outcome: 'approved', now: world.now });
  await inTransaction(db, async (trx) => {
    await contract(trx);
    await evidence(trx);
    await review(trx);
    await approval(trx);
    await deletedDataset(trx);
    await trx('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
  });
});

async function contract(trx: Trx): Promise<void> {
  const terms = { title: 'Hotline' } as never;
  await trx('contracts').insert({ engagement_id: world.id, terms, version: 1, updated_at: new Date(world.now) });
  await insertVersion(trx, world.id, { version: 1, terms, writtenById: null, now: world.now });
}

async function review(trx: Trx): Promise<void> {
  const id = uuidv7();
  const dates = { noticeAt: world.now, meetingAt: world.now, ackBy: world.now, minutesBy: world.now } as never;
  const about = { id, engagementId: world.id, kind: 'monthly', period: '2027-02', state: 'approved' } as const;
  await insertReview(trx, { ...about, meetingAt: world.now, meeting: scheduleMeeting(id, dates) }, world.now);
  await trx('review_packs').insert({ review_id: id, pack: '{"period":"2027-02"}', sha256: hex, built_at: new Date(world.now) }); // prettier-ignore
}

async function evidence(trx: Trx): Promise<void> {
  const value = { key: 'uptime', period: '2027-01', side: 'vendor' } as const;
  const kept = { fileName: 'report.pdf', mediaType: 'application/pdf', size: PDF.length, sha256: sha256(PDF) };
  const file = { id: uuidv7(), engagementId: world.id, uploadedById: null, uploadedAt: world.now, ...value, ...kept };
  await insertEvidence(trx, file);
  await attachEvidence(trx, world.id, { ...value, to: { revision: 1 } });
}

let requestId: string;
async function approval(trx: Trx): Promise<void> {
  requestId = uuidv7();
  const [at, person] = [new Date(world.now), world.people.owner.person.id];
  await trx('request_subjects').insert({ request_id: requestId, hash: 'h', type: 'x', title: 'Needs', data: '{}', roles: '{}', engagement_id: world.id, created_at: at }); // prettier-ignore
  await trx('requests').insert({ id: requestId, engagement_id: world.id, policy_key: 'p', policy_version: 1, requester_id: person, status: 'approved', round: 1, subject_hash: 'h', started_at: at, state: '{}', version: 1 }); // prettier-ignore
  await trx('request_runs').insert({ request_id: requestId, run_id: 'r', seq: 1, key: 'k', title: 'K', round: 1, mode: 'any', status: 'approved', version: 1 }); // prettier-ignore
  await trx('request_tasks').insert({ id: uuidv7(), request_id: requestId, run_id: 'r', round: 1, assignee_id: person, owner_id: person, origin: 'policy', weight: 1, status: 'approved', decision: 'approve', decided_at: at, subject_hash: 'h', active_at: at, version: 1 }); // prettier-ignore
}

async function deletedDataset(trx: Trx): Promise<void> {
  const runId = uuidv7();
  const [at, owner] = [new Date(world.now), world.people.owner.person.id];
  const dataset = { key: 'people', title: 'People', personalData: true };
  const counts = { units: 1, rows: 5, bytes: 40 };
  const certificate = {
    ...{ id: uuidv7(), issuedAt: at.toISOString(), engagementId: world.id, requestId: uuidv7(), dataset, counts },
    ...{ requestedBy: owner, approvedBy: [], migratedBy: owner, method: 'deleted', scope: ['people'] },
    ...{ manifestSha256: hex, tombstonesSha256: hex, scan: { at: at.toISOString(), remaining: 0 }, exceptions: [] },
  };
  const end = JSON.stringify({ kind: 'directory', path: '/data' });
  const signed = JSON.stringify(signValue(certificate, ROOT_KEY));
  await trx('datasets').insert({ engagement_id: world.id, key: 'people', title: 'People', personal_data: true, source: end, target: end, state: 'deleted', run_id: runId, certificate: signed, created_at: at, updated_at: at }); // prettier-ignore
  const run = { id: runId, engagementId: world.id, key: 'people', mode: 'real', sampleBp: 10_000, runnerId: owner } as const; // prettier-ignore
  await insertRun(trx, { ...run, target: {}, now: world.now });
  const manifest = signValue({ files: 1, rows: 5, bytes: 40, sha256: hex }, ROOT_KEY);
  await endRun(trx, runId, { state: 'verified', manifest, now: world.now });
}

const build = () => world.call('post', '/archive', {});
const download = async (): Promise<Buffer> =>
  (await world.call('get', '/archive').buffer(true).parse(inOne).expect(200)).body as Buffer;
const text = (content: Uint8Array | undefined): string => Buffer.from(content ?? []).toString('utf8');
const signedIndex = (files: Readonly<Record<string, Uint8Array>>): z.infer<typeof SignedIndex> =>
  JSON.parse(text(files['index.json']));

/** JSON with sorted fields, written here anew as a stranger would. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = new Map(Object.entries(value));
  return `{${[...fields.keys()].sort().map((name) => `${JSON.stringify(name)}:${sorted(fields.get(name))}`).join(',')}}`; // prettier-ignore
}

test('the archive of a closed engagement holds every record, and proves itself with nothing but itself', async () => {
  const { body } = await build().expect(201);
  const files = unzipSync(await download());
  const index = signedIndex(files);
  const named = index.content.files.map(({ path, size, sha256: hash }) => [path, size, hash]);
  const held = Object.entries(files).filter(([path]) => path !== 'index.json');
  expect(held.map(([path, content]) => [path, content.length, sha256(content)])).toEqual(named);
  expect(isSignedBy(index)).toBe(true);
  expect(sha256(sorted(index.content))).toBe(body.sha256);
  const bytes = held.reduce((sum, [, content]) => sum + content.length, 0);
  expect(body).toMatchObject({ files: held.length, bytes, builtById: world.people.owner.person.id });
  expect((await world.trail()).filter(({ type }) => type === 'archive.built').map(({ payload }) => payload)).toEqual([
    { archiveId: body.id, sha256: body.sha256, files: held.length, bytes },
  ]);
  const places = held.map(([path]) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '*'));
  expect(places).toEqual([
    'audit.ndjson',
    'certificates/people.en.pdf',
    'certificates/people.json',
    'certificates/people.zh-CN.pdf',
    'contract/version-1.json',
    'documents/*/合同.pdf',
    'engagement.json',
    'evidence/2027-01/uptime/*/report.pdf',
    'migrations/people/*.json',
    'people.json',
    'requests/*.json',
    'reviews/*.json',
    'settlement/statement.en.pdf',
    'settlement/statement.json',
    'settlement/statement.zh-CN.pdf',
  ]);
});

test('the trail in it is the whole chain, and decisions, papers and documents read as they were', async () => {
  const before = await world.trail();
  await build().expect(201);
  const files = unzipSync(await download());
  const lines: readonly ExportedEntry[] = text(files['audit.ndjson']).trimEnd().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
  expect(lines.map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
  lines.reduce((last, { prevHash, hash, payload, payloadSalt, erasedBy: _none, ...entry }) => {
    expect(entry.payloadHash).toBe(sha256(`${payloadSalt ?? ''}${sorted(payload)}`));
    expect([prevHash, hash]).toEqual([last, sha256(prevHash + sorted(entry))]);
    return hash;
  }, '0'.repeat(64));
  expect(signedIndex(files).content.trail).toMatchObject({ seq: before.length, hash: before.at(-1)?.hash });
  const { request } = JSON.parse(text(files[`requests/${requestId}.json`]));
  expect(request.steps[0].tasks[0]).toMatchObject({ decision: 'approve', assigneeId: world.people.owner.person.id });
  expect(Buffer.from(files['settlement/statement.en.pdf'] ?? []).subarray(0, 5).toString()).toBe('%PDF-'); // prettier-ignore
  expect(pdfText(Buffer.from(files['settlement/statement.en.pdf'] ?? [])).join('')).toContain('Invoice 7');
  const document = Object.keys(files).find((path) => path.startsWith('documents/')) ?? '';
  expect(Buffer.from(files[document] ?? [])).toEqual(PDF);
});

test('the same records give the same bytes and no second archive; what happens later gives another', async () => {
  const first = await build().expect(201);
  const bytes = await download();
  const again = await build().expect(200);
  expect(again.body).toEqual(first.body);
  expect((await download()).equals(bytes)).toBe(true);
  expect((await world.trail()).filter(({ type }) => type === 'archive.built')).toHaveLength(1);

  await world.database.db('archive_contents').del();
  await world.database.db('archives').del();
  await build().expect(201);
  expect((await download()).equals(bytes)).toBe(true);

  await world.call('post', '/documents').attach('file', Buffer.from('later'), 'later.txt').expect(201);
  const later = await build().expect(201);
  expect(later.body.sha256).not.toBe(first.body.sha256);
  expect((await download()).equals(bytes)).toBe(false);
});

test('only a closed engagement is archived, by those who may change it, and nobody of a vendor takes it along', async () => {
  expect((await world.call('get', '/archive').expect(404)).body).toMatchObject({ code: 'NOT_FOUND' });
  await world.call('post', '/archive', {}, 'stranger').expect(403);
  const { db } = world.database;
  await db('engagements').where({ id: world.id }).update({ state: 'EXITING' });
  expect((await build().expect(409)).body).toMatchObject({ code: 'STATE_CONFLICT' });
  expect(await db('archives').where({ engagement_id: world.id })).toEqual([]);

  await db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
  await build().expect(201);
  const index = await world
    .call('get', '/archive', undefined, 'stranger')
    .set('accept', 'application/json')
    .expect(200);
  expect(isSignedBy(index.body)).toBe(true);
  await db('users')
    .where({ id: world.people.stranger.person.id })
    .update({ roles: ['vendor'] });
  await world.call('get', '/archive', undefined, 'stranger').expect(403);
  await db('users')
    .where({ id: world.people.stranger.person.id })
    .update({ roles: ['evaluator'] });
});

test('its contents outlive the sweep, and a document that is not there is no part of any archive', async () => {
  await build().expect(201);
  const bytes = await download();
  const { db } = world.database;
  const year = 366 * 86_400_000;
  await forgetUnusedDocuments({ db, documents: folder.store }, Date.now() + year);
  expect((await download()).equals(bytes)).toBe(true);

  await world.call('post', '/documents').attach('file', Buffer.from('later'), 'later.txt').expect(201);
  const stored = sha256(PDF);
  await rm(join(folder.root, stored.slice(0, 2), stored));
  await build().expect(503);
  expect(await db('archives').where({ engagement_id: world.id })).toHaveLength(1);
  expect(await folder.incoming()).toEqual([]);
  await expect(download()).rejects.toThrow();
});
