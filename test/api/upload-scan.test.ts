import express from 'express';
import pino from 'pino';
import request, { type Test } from 'supertest';
import type { UploadScan } from '../../api/scan/upload-scan';
import { uploadScan } from '../../api/scan/upload-scan';
import { readForm, readSheetBytes, readUpload } from '../../api/upload';
import { toDomainError } from '../../api/problems';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { EICAR, FakeClamd } from '../fakes/clamd';
import { sourcesIn } from '../settings/sources';
import { FormWorld, PDF } from './kpi-form-world';
import { faultsIn } from './page-form';

let clamd: FakeClamd;
let folder: DocumentFolder;
let world: FormWorld;
let scan: UploadScan;
const lines: string[] = [];

beforeAll(async () => {
  clamd = await FakeClamd.listening();
  folder = await documentFolder();
  const gate: UploadScan = { inspect: (req, file) => scan.inspect(req, file), version: () => scan.version() };
  world = await FormWorld.open(folder.store, { scan: gate });
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const around = { db: world.db, log, clock: () => world.service.now };
  scan = uploadScan(around, clamd.place, { connectMs: 1_000, wholeMs: 2_000 });
});
beforeEach(() => {
  [clamd.way, clamd.limit, lines.length, clamd.scanned.length] = ['scan', Infinity, 0, 0];
});
afterAll(async () => {
  await world.service.close();
  await folder.remove();
  await clamd.close();
});

const RAW = 'application/octet-stream';
/** A PDF to look at, and malware. */
const BAD = Buffer.concat([PDF, EICAR]);
const noted = () =>
  world.db('audit_events').where({ type: 'upload.infected' }).orderBy('seq').select('actor_id', 'channel', 'payload');
const kept = async () => {
  const rows = [await world.db('documents').select('id'), await world.evidence(), await folder.leftOver()];
  const hashes: string[] = [];
  for await (const { sha256 } of folder.store.list()) hashes.push(sha256);
  return [...rows, hashes].flat();
};
const call = (path: string, content: Buffer): Test =>
  world.service.call('post', path, undefined, 'owner').set('content-type', RAW).send(content);
const document = (content: Buffer) => call('/documents?fileName=a.pdf', content);

const WAYS: readonly (readonly [string, (content: Buffer) => Test])[] = [
  ['a document', document],
  [
    'a document in a form of a program',
    (content) => world.service.call('post', '/documents', undefined, 'owner').attach('file', content, 'a.pdf'),
  ],
  ['evidence of a KPI', (content) => world.upload('uptime', 'owner', content)],
  ['a sheet of values', (content) => call('/kpis/values/import', content)],
];

describe.each(WAYS)('%s', (_what, send) => {
  beforeEach(() => world.begin());

  test('that the scanner calls infected is refused by a code of its own, and nothing of it stays', async () => {
    const before = (await noted()).length;
    const refused = await send(BAD).expect(422);
    expect(refused.body).toMatchObject({ code: 'FILE_INFECTED', detail: expect.stringContaining('malware') as string });
    expect([await kept(), (await noted()).length]).toEqual([[], before + 1]);
  });

  test('is not taken while the scanner is away, and may be sent again', async () => {
    clamd.way = 'end';
    const refused = await send(PDF).expect(503);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect([refused.body.code, await kept()]).toEqual(['UNAVAILABLE', []]);
  });
});

test('what was refused is in the trail and the log with who, what and where, and without content or name', async () => {
  await world.begin();
  await document(BAD).expect(422);
  const entry = (await noted()).at(-1);
  const payload = { size: BAD.length, signature: 'Eicar-Signature', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }; // prettier-ignore
  expect(entry).toMatchObject({ actor_id: world.service.people.owner.person.id, channel: 'api', payload });
  const [line = '{}', ...others] = lines;
  expect([JSON.parse(line), others]).toMatchObject([{ ...payload, msg: 'malware refused' }, []]);
  expect(JSON.stringify([entry, lines])).not.toMatch(/EICAR-STANDARD|a\.pdf/);
});

test('a file that is clean is kept once it has been looked through, and is what was looked through', async () => {
  await world.begin();
  await document(PDF).expect(201);
  expect(clamd.scanned).toEqual([PDF]);
  expect(await kept()).toHaveLength(2);
  await world.db('documents').delete();
  for await (const { sha256 } of folder.store.list()) await folder.store.remove(sha256);
});

test('a file beyond what the scanner takes is too large, not kept unseen', async () => {
  await world.begin();
  clamd.limit = 10;
  expect((await document(PDF).expect(413)).body.code).toBe('BODY_TOO_LARGE');
  expect(await kept()).toEqual([]);
});

describe('behind a mailed link', () => {
  const files = (content: Buffer) => [
    { field: 'files/uptime', name: 'bad.pdf', content },
    { field: 'files/calls', name: 'good.pdf', content: PDF },
  ];

  test.each(['en', 'zh-CN'] as const)(
    'an infected file is told beside its field in %s, and the others are kept',
    async (locale) => {
      const path = await world.begin(locale);
      const page = await world.service.bring(path, { fields: { act: 'submit' }, files: files(BAD), status: 422 });
      expect(faultsIn(page.text)).toContain(
        locale === 'en'
          ? 'The scanner found malware in a file. It is not kept; the others are.'
          : '扫描发现有文件含有恶意软件，该文件未保存，其余文件已保留。',
      );
      expect(await world.evidence()).toMatchObject([{ key: 'calls', file_name: 'good.pdf' }]);
      expect((await noted()).at(-1)).toMatchObject({ actor_id: null, channel: 'email', payload: { path: expect.stringMatching(/^\/k\/.{8}…$/) as string } }); // prettier-ignore
    },
  );

  test('nothing of the form is taken while the scanner is away', async () => {
    const path = await world.begin();
    clamd.way = 'end';
    const fields = { act: 'submit', 'value/calls': '90' };
    await world.service.bring(path, { fields, files: files(PDF), status: 503 });
    expect([await world.values(), await world.evidence(), await folder.leftOver()]).toEqual([[], [], []]);
  });
});

test('a document on a page is refused in words of its own', async () => {
  await world.service.begin({ state: 'CONTRACTING' });
  const path = `/engagements/${world.service.id}/forms/document`;
  const { bring } = await world.service.browse('owner', `${path}?lang=zh-CN`);
  const refused = await bring({ fields: {}, files: [{ field: 'file', name: 'a.pdf', content: BAD }] }).expect(422);
  expect(refused.text).toContain('扫描发现文件含有恶意软件，未保存。');
});

/** Files that are held in memory: those of requests, sheets that are read in. */
const app = express();
app.post('/upload', async (req, res) => void res.json(await readUpload(req, 'a.pdf', { scan })));
app.post('/sheet', async (req, res) => void res.json((await readSheetBytes(req, { scan })).length));
app.post('/form', async (req, res) => void res.json((await readForm(req, { scan })).length));

app.use(((error, _req, res, _next) => {
  res.status(400).json(toDomainError(error).code);
}) as express.ErrorRequestHandler);

test.each<[string, (content: Buffer) => Test]>([
  ['the body of a call', (content) => request(app).post('/upload').set('content-type', RAW).send(content)],
  ['the part of a form', (content) => request(app).post('/upload').attach('file', content, 'a.pdf')],
  ['a sheet', (content) => request(app).post('/sheet').set('content-type', 'text/csv').send(content.toString())],
  ['a sheet in a form', (content) => request(app).post('/sheet').attach('file', content, 'a.csv')],
  [
    'one of several files of a page',
    (content) => request(app).post('/form').attach('files', PDF, 'a.pdf').attach('files', content, 'b.pdf'),
  ],
])('%s is looked through before anybody sees it', async (_what, send) => {
  expect((await send(EICAR)).body).toBe('FILE_INFECTED');
  expect((await send(PDF)).status).toBe(200);
  clamd.way = 'end';
  expect((await send(PDF)).body).toBe('UNAVAILABLE');
});

test('no other code takes files in', () => {
  const uses = (word: string) =>
    sourcesIn('api')
      .filter(({ text }) => text.includes(word))
      .map(({ file }) => file)
      .sort();
  expect(uses("from 'multer'")).toEqual(['api/document-upload.ts', 'api/form-documents.ts', 'api/upload.ts']);
  expect(uses('express.raw(')).toEqual(['api/upload.ts']);
  // What the product makes itself goes into an archive.
  expect(uses('.stage(')).toEqual(['api/archive/build.ts', 'api/document-upload.ts']);
});
