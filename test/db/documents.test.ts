import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';
import { forgetUnusedDocuments } from '../../activities/unused-documents';
import { folderStore } from '../../db/documents/folder';
import type { DocumentStore } from '../../db/documents/store';
import { insertDocument } from '../../db/stores/documents';
import { inTransaction } from '../../db/transaction';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { aPerson } from '../builders';
import { insertPerson } from '../../db/stores/people';

const MB = 1_048_576;
const DAY = 86_400_000;
let root: string;
let store: DocumentStore;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'documents-'));
  store = folderStore(root);
});
afterEach(() => rm(root, { recursive: true }));
afterAll(() => database.drop());

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const files = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).map(({ name }) => name);
const stored = async (content: Buffer): Promise<string> => {
  const staged = await store.stage(Readable.from([content]), MB);
  await staged.keep();
  return staged.sha256;
};
const contentOf = async (sha256: string): Promise<Buffer | null> => {
  const content = await store.open(sha256);
  return content && buffer(content);
};

test('content is found by its hash, once however often it comes', async () => {
  const content = randomBytes(300_000);
  const hashes = [await stored(content), await stored(content)];

  expect(hashes).toEqual([hashOf(content), hashOf(content)]);
  expect(await files()).toEqual([hashOf(content)]);
  expect(await contentOf(hashOf(content))).toEqual(content);
});

test('what is staged has no name until it is kept, and discarding what was kept harms nothing', async () => {
  const staged = await store.stage(Readable.from([Buffer.from('draft')]), MB);
  expect(await store.open(staged.sha256)).toBeNull();
  await staged.keep();
  await staged.discard();
  expect(await contentOf(staged.sha256)).toEqual(Buffer.from('draft'));

  const other = await store.stage(Readable.from([Buffer.from('other')]), MB);
  await other.discard();
  expect(await files()).toEqual([staged.sha256]);
});

test('a stream beyond the limit, and one that breaks off, leave nothing', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(65_536);
    })(),
  );
  await expect(store.stage(endless, MB)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('half');
      throw new Error('connection lost');
    })(),
  );
  await expect(store.stage(broken, MB)).rejects.toThrow('connection lost');
  expect(await files()).toEqual([]);
});

test('a hundred megabytes pass in constant memory', async () => {
  const piece = randomBytes(65_536);
  let peak = 0;
  const large = Readable.from(
    (function* () {
      for (let n = 0; n < 1_600; n += 1) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
        yield piece;
      }
    })(),
  );
  const before = process.memoryUsage().arrayBuffers;
  const staged = await store.stage(large, 200 * MB);
  expect(staged.size).toBe(1_600 * 65_536);
  expect(peak - before).toBeLessThan(20 * MB);
});

test('content that was changed on the disk is not handed out whole', async () => {
  const sha256 = await stored(randomBytes(200_000));
  await writeFile(join(root, sha256.slice(0, 2), sha256), randomBytes(200_000));
  await expect(contentOf(sha256)).rejects.toThrow('damaged');
});

test('only a hash names a document: nothing outside the folder is reached', async () => {
  await expect(async () => store.open('../../../etc/passwd')).rejects.toThrow('SHA-256');
});

test('the sweep removes old content that no row names and old uploads that broke off, and nothing else', async () => {
  const person = aPerson();
  await insertPerson(database.db, person, Date.now());
  const { engagementId } = await anEngagement(database.db);
  const [named, orphan] = [await stored(Buffer.from('named')), await stored(Buffer.from('orphan'))];
  await inTransaction(database.db, (trx) =>
    insertDocument(trx, {
      id: uuidv7(),
      engagementId,
      fileName: 'a.txt',
      mediaType: 'text/plain',
      size: 5,
      sha256: named,
      uploadedById: person.id,
      now: Date.now(),
    }),
  );
  await store.stage(Readable.from([Buffer.from('fresh')]), MB);
  await store.stage(Readable.from([Buffer.from('left')]), MB);
  const [left] = await readdir(join(root, 'incoming'));
  const longAgo = new Date(Date.now() - 3 * DAY);
  await utimes(join(root, 'incoming', left ?? ''), longAgo, longAgo);

  await forgetUnusedDocuments({ db: database.db, documents: store }, Date.now());
  expect((await files()).length).toBe(3);
  expect(await contentOf(orphan)).not.toBeNull();

  await forgetUnusedDocuments({ db: database.db, documents: store }, Date.now() + 8 * DAY);
  expect(await contentOf(named)).toEqual(Buffer.from('named'));
  expect(await contentOf(orphan)).toBeNull();
  expect(await files()).toEqual([named]);
});
