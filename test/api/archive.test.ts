import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { z } from 'zod';
import { forgetUnusedDocuments } from '../../activities/unused-documents';
import { isSignedBy } from '../../db/signature';
import type { ExportedEntry } from '../../domain/approval/export-schema';
import type { SignedIndex } from '../../domain/exit/archive-schema';
import type { DocumentFolder } from '../document-folder';
import { pdfText, inOne } from '../pdf-text';
import { closedEngagement, PDF, sha256 } from './closed-engagement';
import { ServiceWorld } from './service-world';

let folder: DocumentFolder;
let world: ServiceWorld;
beforeAll(async () => {
  [world, folder] = await ServiceWorld.withFolder();
});
afterAll(() => world.close());

let requestId: string;
beforeEach(async () => {
  requestId = await closedEngagement(world);
});

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
  expect(await folder.leftOver()).toEqual([]);
  await expect(download()).rejects.toThrow();
});
