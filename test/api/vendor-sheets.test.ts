import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { readXlsx } from '../../api/sheets/read-xlsx';
import { VENDOR_TABLES } from '../../api/vendor-tables';
import { insertEngagement } from '../../db/stores/engagements';
import { insertScorecard } from '../../db/stores/scorecards';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { NewEngagement } from '../../domain/engagement/schema';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { inOne } from '../pdf-text';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.UTC(2026, 10, 24, 8);
let database: TestDatabase;
let app: Express;
let manager: SignedIn;
let reader: SignedIn;
let vendor: Vendor;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => NOW);
  manager = await signedIn(database.db, { roles: ['manager'] });
  reader = await signedIn(database.db, { roles: ['auditor'], locale: 'zh-CN' });
  vendor = aVendor({
    ownerId: manager.person.id,
    certificates: [{ type: 'ISO 27001', no: 'A-1', issuer: '=SUM(A1)', validTo: '2026-12-06' }],
    references: [{ contact: 'Wu', engagement: 'Hotline of Wu', score: 4, comment: 'Quick' }],
  });
  await inTransaction(database.db, async (trx) => {
    await insertVendor(trx, vendor, NOW);
    const id = uuidv7();
    const body = NewEngagement.parse({ title: 'Hotline', serviceType: 'other', ownerId: manager.person.id });
    await insertEngagement(trx, { id, body, criticality: 'general', now: NOW });
    const served = { vendor_id: vendor.id, live_on: '2026-01-01', state: 'IN_SERVICE' };
    await trx('engagements').where({ id }).update(served);
    const facts = { coverageBp: 10_000, provisional: false, standing: 'average', kpis: [], credits: [] };
    await insertScorecard(trx, id, { card: { period: '2026-10', score: 60, ...facts }, now: NOW });
  });
});
afterAll(() => database.drop());

const get = (query: string, { authorization }: SignedIn = manager) =>
  request(app).get(`/api/v1/vendors/${vendor.id}/export?${query}`).set({ authorization }).buffer(true);
const csvOf = async (table: string, who = manager): Promise<readonly string[]> =>
  (await get(`table=${table}&format=csv`, who).expect(200)).text.trim().split(/\r?\n/);

test.each([
  ['certificates', "ISO 27001,A-1,'=SUM(A1),,2026-12-06"],
  ['references', 'Wu,Hotline of Wu,4,Quick'],
  ['services', 'Hotline,60,average,0,0,0,,,,'],
] as const)('the table of %s has a line for each that its page shows, and no formula', async (table, line) => {
  expect((await csvOf(table)).slice(1)).toEqual([line]);
});

test.each(VENDOR_TABLES)(
  'the table of %s is a workbook as well, with its titles in the language of the reader',
  async (table) => {
    const file = await get(`table=${table}`).parse(inOne).expect(200);
    expect(file.headers['content-disposition']).toBe(`attachment; filename="vendor-${table}-2026-11-24.xlsx"`);
    const [head] = await readXlsx(file.body as Buffer);
    const [chinese = ''] = await csvOf(table, reader);
    expect(head?.cells.join('')).toMatch(/^[ -~]+$/);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(chinese.split(',')).toHaveLength(head?.cells.length ?? 0);
  },
);

test('a table that there is not, and a vendor that there is not, are refused', async () => {
  await get('table=nothing').expect(400);
  const none = await request(app)
    .get(`/api/v1/vendors/${manager.person.id}/export?table=references`)
    .set({ authorization: manager.authorization });
  expect(none.status).toBe(404);
});
