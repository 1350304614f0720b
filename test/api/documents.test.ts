import { createHash } from 'node:crypto';
import type { Express } from 'express';
import { type Zippable, zipSync } from 'fflate';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { documentRoutes } from '../../api/routes/documents';
import type { Services } from '../../api/services';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { noGateway, signedIn, type SignedIn } from './world';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const LIMIT = 100_000;
let own: TestDatabase;
let folder: DocumentFolder;
let app: Express;
let engagementId: string;
let manager: SignedIn;

beforeAll(async () => {
  own = await testDatabase();
  folder = await documentFolder();
  const config = { publicUrl: '', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] };
  const documents = { store: folder.store, limit: LIMIT, quota: LIMIT * 100 };
  const log = pino({ level: 'silent' });
  const services: Services = { config, db: own.db, gateway: noGateway, documents, log, clock: Date.now };
  app = createApp({ services, routes: documentRoutes(services) });
  manager = await signedIn(own.db, { roles: ['manager'] });
});
beforeEach(async () => {
  ({ engagementId } = await anEngagement(own.db));
});
afterAll(async () => {
  await own.drop();
  await folder.remove();
});

const path = (rest = ''): string => `/api/v1/engagements/${engagementId}/documents${rest}`;
const part = (content: Buffer, name: string, by: SignedIn = manager) =>
  request(app).post(path()).set({ authorization: by.authorization }).attach('file', content, name);
const raw = (content: Buffer, name = '?fileName=a.pdf', key?: string) =>
  request(app)
    .post(path(name))
    .set({ authorization: manager.authorization, 'content-type': 'application/octet-stream' })
    .set(key === undefined ? {} : { 'idempotency-key': key })
    .send(content);
const get = (rest = '', by: SignedIn = manager) =>
  request(app).get(path(rest)).set({ authorization: by.authorization }).buffer(true);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const KINDS =
  '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';
const word = (more: Zippable): Buffer =>
  Buffer.from(zipSync({ '[Content_Types].xml': bytes(KINDS), 'word/document.xml': bytes('<x/>'), ...more }));
const waiting = (): Promise<readonly string[]> => folder.leftOver();

test('a document sent as a form is told by its content and comes back as it was', async () => {
  const answer = await part(PDF, '../合同 "final".pdf.exe').expect(201);
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  expect(answer.body).toMatchObject({ mediaType: 'application/pdf', size: PDF.length, sha256 });
  expect(answer.headers['location']).toBe(path(`/${answer.body.id}`));

  const content = await get(`/${answer.body.id}/content`).expect(200);
  expect(content.body).toEqual(PDF);
  expect(content.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(PDF.length),
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'content-disposition': `attachment; filename="__ _final_.pdf.exe.pdf"; filename*=UTF-8''${encodeURIComponent('合同 _final_.pdf.exe.pdf')}`,
  });
  expect((await get().expect(200)).body.items).toEqual([answer.body]);
  expect((await get(`/${answer.body.id}`).expect(200)).body).toEqual(answer.body);
  const trail = await auditTrail(own.db, engagementStream(engagementId), { after: 0, limit: 5 });
  expect(trail.map(({ type, payload }) => [type, payload['sha256']])).toEqual([['document.stored', sha256]]);
});

test('a raw body is stored once for one Idempotency-Key, and the key does not stand for other content', async () => {
  const first = await raw(PDF, '?fileName=a.pdf', 'k1').expect(201);
  const again = await raw(PDF, '?fileName=a.pdf', 'k1').expect(201);
  const other = await raw(Buffer.concat([PDF, PDF]), '?fileName=a.pdf', 'k1');

  expect(again.body).toEqual(first.body);
  expect(other.body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  expect((await get()).body.items).toHaveLength(1);
  expect(await waiting()).toEqual([]);
});

test.each([
  ['a script in plain clothes', Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['an archive', Buffer.from('504b0304140000000000', 'hex'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['bytes without a type', Buffer.from([0, 1, 2, 255, 254]), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['nothing at all', Buffer.alloc(0), 422, 'INVALID_FIELDS'],
  ['more than the limit', Buffer.alloc(LIMIT + 1, 'a'), 413, 'BODY_TOO_LARGE'],
])('%s is refused and leaves nothing', async (_what, content, status, code) => {
  for (const answer of [await part(content, 'contract.pdf'), await raw(content)])
    expect(answer.body).toMatchObject({ status, code });
  expect((await get()).body.items).toEqual([]);
  expect(await waiting()).toEqual([]);
});

test('words in UTF-8 are kept as plain text, markup among them', async () => {
  const answer = await part(Buffer.from('<script>合同</script>'), 'terms.html').expect(201);
  expect(answer.body).toMatchObject({ mediaType: 'text/plain', fileName: 'terms.html.txt' });
});

test('a body without a name, a form without a file and JSON are refused', async () => {
  expect((await raw(PDF, '')).body).toMatchObject({ status: 422, errors: [{ path: 'fileName' }] });
  const empty = await request(app).post(path()).set({ authorization: manager.authorization }).field('note', 'x');
  expect(empty.body).toMatchObject({ status: 422 });
  const json = await request(app).post(path()).set({ authorization: manager.authorization }).send({});
  expect(json.body).toMatchObject({ status: 415 });
});

test('who may not edit the engagement stores nothing; suppliers and other engagements see nothing', async () => {
  const auditor = await signedIn(own.db, { roles: ['auditor'] });
  const vendor = await signedIn(own.db, { roles: ['vendor'] });
  const { body: kept } = await part(PDF, 'a.pdf');
  expect((await part(PDF, 'a.pdf', auditor)).status).toBe(403);
  expect((await part(PDF, 'a.pdf', vendor)).status).toBe(403);
  expect(await waiting()).toEqual([]);
  expect((await get(`/${kept.id}/content`, auditor)).status).toBe(200);
  for (const rest of ['', `/${kept.id}`, `/${kept.id}/content`]) expect((await get(rest, vendor)).status).toBe(403);

  ({ engagementId } = await anEngagement(own.db));
  expect((await get(`/${kept.id}/content`)).status).toBe(404);
});

test('a Word file is kept, and refused with a link in it, with a name of another place, or without its end', async () => {
  expect((await part(word({}), 'a.docx').expect(201)).body.mediaType).toContain('wordprocessingml');
  const link: Zippable = { 'word/x': [bytes('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] };
  const refused = [word(link), word({ '../x': bytes('x') }), word({}).subarray(0, -30)];
  for (const content of refused)
    expect((await part(content, 'a.docx').expect(415)).body.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  expect(await waiting()).toEqual([]);
});
