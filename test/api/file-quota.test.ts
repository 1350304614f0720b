import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { attachmentRoutes } from '../../api/routes/attachments';
import { documentRoutes } from '../../api/routes/documents';
import type { Services } from '../../api/services';
import { saidIn } from '../../templates/said';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { noGateway, signedIn, type SignedIn } from './world';

/** All files of an engagement together have a bound, whatever they were sent for. */
const MB = 1_048_576;
const NEARLY = 2 * MB - 100;
let own: TestDatabase;
let folder: DocumentFolder;
let app: Express;
let boss: SignedIn;
let engagementId: string;

beforeAll(async () => {
  own = await testDatabase();
  folder = await documentFolder();
  const config = { publicUrl: '', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] };
  const documents = { store: folder.store, limit: MB, quota: 2 * MB };
  const log = pino({ level: 'silent' });
  const services: Services = { config, db: own.db, gateway: noGateway, documents, log, clock: Date.now };
  app = createApp({ services, routes: [...documentRoutes(services), ...attachmentRoutes(services)] });
  boss = await signedIn(own.db, { roles: ['admin', 'manager'] });
});
beforeEach(async () => {
  ({ engagementId } = await anEngagement(own.db));
});
afterAll(async () => {
  await own.drop();
  await folder.remove();
});

const send = (path: string, text: string) =>
  request(app).post(`/api/v1${path}`).set({ authorization: boss.authorization }).attach('file', Buffer.from(text), 'a.txt'); // prettier-ignore
const document = (letter: string, id = engagementId) => send(`/engagements/${id}/documents`, letter.repeat(60));
const attachment = (requestId: string) => send(`/requests/${requestId}/attachments`, 'r'.repeat(60));

/** A request of the engagement that is open. */
async function aRequest(engagement: string | null = engagementId): Promise<string> {
  const [id, now] = [uuidv7(), new Date()];
  const subject = { request_id: id, hash: 'h', type: 'award', title: 'T', data: {}, roles: {}, created_at: now };
  await own.db('request_subjects').insert(subject);
  const who = { engagement_id: engagement, requester_id: boss.person.id, status: 'pending', started_at: now };
  const rest = { policy_key: 'p', policy_version: 1, round: 1, subject_hash: 'h', state: {}, version: 1 };
  await own.db('requests').insert({ id, ...who, ...rest });
  return id;
}

/** A large file from earlier, so that there is room for one more small one. */
const fill = (size = NEARLY) =>
  own.db('documents').insert({
    ...{ id: uuidv7(), engagement_id: engagementId, file_name: 'old.pdf', media_type: 'application/pdf', size },
    ...{ sha256: 'a'.repeat(64), uploaded_by: boss.person.id, created_at: new Date() },
  });
const kept = async (): Promise<number> => (await own.db('documents').where({ engagement_id: engagementId })).length;

test('of two documents at once for which there is room for one, one is kept', async () => {
  await fill();
  const answers = await Promise.all([document('a'), document('b')]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 413]);
  expect(answers.find(({ status }) => status === 413)?.body).toMatchObject({
    code: 'BODY_TOO_LARGE',
    detail: 'The files of an engagement may have at most 2 MB together.',
  });
  expect([await kept(), await folder.leftOver()]).toEqual([2, []]);
});

test('a file of a request counts with the documents of its engagement, also at the same time', async () => {
  await fill();
  const requestId = await aRequest();
  const answers = await Promise.all([document('c'), attachment(requestId), attachment(requestId)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 413, 413]);
});

test('what evidence of figures takes up is counted as well', async () => {
  await own.db('kpi_evidence').insert({
    ...{ id: uuidv7(), engagement_id: engagementId, key: 'k', period: '2026-10', side: 'us', file_name: 'a.pdf' },
    ...{ media_type: 'application/pdf', size: 2 * MB, sha256: 'b'.repeat(64), uploaded_at: new Date() },
  });
  await document('d').expect(413);
});

test('other engagements, and requests of none, have room of their own', async () => {
  await fill(2 * MB);
  const other = (await anEngagement(own.db)).engagementId;
  await document('e', other).expect(201);
  await attachment(await aRequest(null)).expect(201);
  await document('f').expect(413);
});

test('it is said in the language of the reader', () => {
  expect(saidIn('zh-CN', 'The files of an engagement may have at most 2 MB together.')).toContain('合计不得超过 2 MB');
});
