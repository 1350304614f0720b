import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { documentRoutes } from '../../api/routes/documents';
import type { Services } from '../../api/services';
import { hasSmallDisks } from '../../chaos/stage/small-disk';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { type SmallDisk, smallDisk } from '../small-disk';
import { noGateway, signedIn, type SignedIn } from './world';

const CONTENT = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 'a'), Buffer.from('\n%%EOF\n')]);

let own: TestDatabase;
let disk: SmallDisk;
let folder: DocumentFolder;
let app: Express;
let path: string;
let manager: SignedIn;

const onADisk = hasSmallDisks ? describe : describe.skip;

onADisk('where the disk of documents is full', () => {
  beforeAll(async () => {
    own = await testDatabase();
    disk = smallDisk();
    folder = await documentFolder(disk.folder);
    const config = { publicUrl: '', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] };
    const documents = { store: folder.store, limit: 500_000, quota: 5_000_000 };
    const log = pino({ level: 'silent' });
    const services: Services = { config, db: own.db, gateway: noGateway, documents, log, clock: Date.now };
    app = createApp({ services, routes: documentRoutes(services) });
    manager = await signedIn(own.db, { roles: ['manager'] });
    const { engagementId } = await anEngagement(own.db);
    path = `/api/v1/engagements/${engagementId}/documents`;
  });
  afterAll(async () => {
    await own.drop();
    disk.remove();
  });

  const asForm = () =>
    request(app).post(path).set({ authorization: manager.authorization }).attach('file', CONTENT, 'a.pdf');
  const asBody = () =>
    request(app)
      .post(`${path}?fileName=a.pdf`)
      .set({ authorization: manager.authorization, 'content-type': 'application/octet-stream' })
      .send(CONTENT);

  test.each([
    ['a form', asForm],
    ['a body', asBody],
  ])(
    'a document sent as %s is put off, nothing of it is kept, and it is taken once there is room',
    async (_as, send) => {
      disk.fill();
      const before = await own.db('documents').count();
      const { body, headers } = await send().expect(503);
      expect(body).toMatchObject({ code: 'UNAVAILABLE', detail: expect.stringContaining('no room for documents') });
      expect(headers['retry-after']).toBeDefined();
      expect(await own.db('documents').count()).toEqual(before);
      expect(await folder.leftOver()).toEqual([]);

      disk.makeRoom();
      await send().expect(201);
    },
  );
});
