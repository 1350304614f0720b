import type { Express } from 'express';
import request from 'supertest';
import { readSheetRows } from '../../api/sheets/read';
import { XLSX_TYPE } from '../../api/sheets/sheet';
import { writeXlsx } from '../../api/sheets/write';
import type { ImportReport } from '../../domain/vendor/exchange-schema';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.parse('2027-03-05T09:00:00Z');
const USCC = ['91350100M000100Y43', '91110000600037341L', '9144030071526726XG'] as const;
let database: TestDatabase;
let app: Express;
let manager: SignedIn;
let evaluator: SignedIn;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => NOW);
  manager = await signedIn(database.db, { roles: ['manager'] });
  evaluator = await signedIn(database.db, { roles: ['evaluator'], locale: 'zh-CN' });
});
afterAll(() => database.drop());

interface Sent {
  readonly query?: string;
  readonly type?: string;
  readonly key?: string;
  readonly who?: SignedIn;
}
const send = (body: string | Buffer, { query = '', type = 'text/csv', key, who = manager }: Sent = {}) =>
  request(app)
    .post(`/api/v1/vendors/import${query}`)
    .set({ authorization: who.authorization, 'content-type': type, ...(key && { 'idempotency-key': key }) })
    .send(body);
const sheet = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  writeXlsx([{ name: 's', columns: columns.map((title) => ({ title })), rows }]);
const get = (path: string, who = manager) =>
  request(app)
    .get(`/api/v1${path}`)
    .set({ authorization: who.authorization })
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    });
const found = async (q: string): Promise<readonly Vendor[]> =>
  (
    (
      await request(app)
        .get(`/api/v1/vendors?q=${encodeURIComponent(q)}`)
        .set({ authorization: manager.authorization })
    ).body as { items: readonly Vendor[] }
  ).items;
const everything = async () => ({
  vendors: await database.db('vendors').orderBy('id'),
  events: (await database.db('audit_events')).length,
  hits: (await database.db('sanctions_hits')).length,
});
const report = (part: Partial<ImportReport>): ImportReport => ({
  dryRun: false,
  rows: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  faults: [],
  ...part,
});

describe('an import', () => {
  test('brings in a workbook with children before their parents, and everything that a row says', async () => {
    const file = await sheet(
      ['名称', 'Country', 'USCC', 'Parent', 'status', 'tier', '负责人邮箱', 'certificates', '尽调日期', '尽调结论'],
      [
        [
          'Child One',
          'DE',
          '',
          'Import Parent',
          'qualified',
          'preferred',
          evaluator.person.email.toUpperCase(),
          'ISO 27001|A-1|TUV|2026-01-01|2028-12-31; ISO 9001|B|||2029-01-01',
          '2027-01-15',
          'passed',
        ],
        ['Import Parent', 'CN', USCC[0], '', '', '', '', '', '', ''],
      ],
    );
    expect((await send(file, { type: XLSX_TYPE })).body).toEqual(report({ rows: 2, inserted: 2 }));
    const [parent] = await found('Import Parent');
    const [child] = await found('Child One');
    expect(child).toMatchObject({
      country: 'DE',
      parentId: parent?.id,
      status: 'qualified',
      tier: 'preferred',
      ownerId: evaluator.person.id,
      certificates: [
        { type: 'ISO 27001', no: 'A-1', issuer: 'TUV', validFrom: '2026-01-01', validTo: '2028-12-31' },
        { type: 'ISO 9001', no: 'B', validTo: '2029-01-01' },
      ],
      dueDiligence: { at: '2027-01-15', validUntil: '2028-01-15', result: 'passed' },
    });
    expect(parent).toMatchObject({ uscc: USCC[0], ownerId: manager.person.id, status: 'prospect' });
    const events = await database.db('audit_events').where({ type: 'vendor.created', actor_id: manager.person.id });
    expect(events.map(({ payload }: { payload: { row: number } }) => payload.row).sort()).toEqual([2, 3]);
  });

  test('changes the vendors that it meets by identifier: empty cells keep, a dash clears', async () => {
    const [before] = await found(USCC[0]);
    const csv = `uscc,name,contactName,country\n${USCC[0]},,Ms Li,\n${USCC[1]},Fresh,,\n`;
    expect((await send(csv)).body).toEqual(report({ rows: 2, inserted: 1, updated: 1 }));
    expect((await found(USCC[0]))[0]).toEqual({ ...before, contactName: 'Ms Li', version: 2 });
    expect((await send(csv)).body).toEqual(report({ rows: 2, unchanged: 2 }));
    expect((await send(`uscc,contactName\n${USCC[0]},-\n`)).body).toEqual(report({ rows: 1, updated: 1 }));
    expect((await found(USCC[0]))[0]?.contactName).toBeNull();
  });

  test('under one key has one effect', async () => {
    const csv = 'name\nOnce only\n';
    const first = await send(csv, { key: 'import-1' });
    expect((await send(csv, { key: 'import-1' })).body).toEqual(first.body);
    expect(await found('Once only')).toHaveLength(1);
    // What a rehearsal would answer is no answer to the import, nor the other way round.
    const rehearsed = await send(csv, { query: '?dryRun=true', key: 'import-1' });
    expect(rehearsed.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await send('name\nTwice\n', { key: 'import-1' })).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('as a dry run reports and writes nothing', async () => {
    const before = await everything();
    const csv = `name,uscc,country\nGood,,CN\nBad,${USCC[0].slice(0, 17)}4,XX\n`;
    const answer = await send(csv, { query: '?dryRun=true' });
    expect(answer.body).toMatchObject({ dryRun: true, rows: 2, inserted: 1 });
    expect((answer.body as ImportReport).faults.map(({ row, column }) => [row, column])).toEqual([
      [3, 'country'],
      [3, 'uscc'],
    ]);
    expect(await everything()).toEqual(before);
  });

  test('of a circle of parents, or of a parent that many have the name of, is refused', async () => {
    await send('name,country\nTwin,CN\n');
    await send('name,lei\nTwin,506700GE1G29325QX363\n');
    const circle = await send(`name,parent\nRing A,Ring B\nRing B,Ring A\nKid,Twin\n`);
    expect((circle.body as { errors: readonly { path: string }[] }).errors.map(({ path }) => path)).toEqual([
      'rows.2.parent',
      'rows.3.parent',
      'rows.4.parent',
    ]);
    expect(await found('Ring')).toEqual([]);
  });
});

describe('a file that is refused leaves nothing behind', () => {
  const good = 'Left behind,CN';
  test.each<[string, () => Promise<string | Buffer> | string | Buffer, number, string]>([
    ['a broken workbook', async () => (await sheet(['name'], [['x']])).subarray(0, 500), 422, 'file'],
    ['another encoding', () => Buffer.from([...Buffer.from('name\n'), 0xb9, 0xa9]), 422, 'file'],
    ['a wrong header', () => `title,country\n${good}\n`, 422, 'rows.1.title'],
    ['a new vendor without a name', () => 'country\nCN\n', 422, 'rows.2.name'],
    ['an empty file', () => '', 422, 'rows.1'],
    ['a formula', () => `name,country\n${good}\n=1+1,CN\n`, 422, 'file'],
    ['a huge cell', () => `name,country\n${good}\n${'x'.repeat(10_001)},CN\n`, 422, 'file'],
    ['a name of 201 characters', () => `name,country\n${good}\n${'x'.repeat(201)},CN\n`, 422, 'rows.3.name'],
    ['an identifier twice', () => `name,country,uscc\n${good},${USCC[2]}\nAgain,CN,${USCC[2]}\n`, 422, 'rows.3.uscc'],
    ['a row twice', () => `name,country\n${good}\n${good}\n`, 422, 'rows.3.name'],
    ['a name that is here without identifier', () => `name,country\n${good}\nOnce only,CN\n`, 422, 'rows.3.name'],
    [
      'identifiers of two vendors',
      () => `name,uscc,lei\nLeft behind,${USCC[0]},506700GE1G29325QX363\n`,
      422,
      'rows.2.lei',
    ],
    ['an unknown parent', () => `name,country,parent\n${good},\nB,CN,Nowhere\n`, 422, 'rows.3.parent'],
    ['an unknown owner', () => `name,country,ownerEmail\n${good},\nB,CN,no@example.com\n`, 422, 'rows.3.ownerEmail'],
    ['an unknown id', () => `id,name\n018f4c1e-0000-7000-8000-00000000dead,Left behind\n`, 422, 'rows.2.id'],
    [
      'a forbidden change of status',
      () => `name,uscc,status\nLeft behind,,\n,${USCC[0]},blocked\n,${USCC[1]},prospect\nB,,nonsense\n`,
      422,
      'rows.5.status',
    ],
    [
      'a certificate that is none',
      () => `name,certificates\nLeft behind,ISO 27001|A|||soon\n`,
      422,
      'rows.2.certificates',
    ],
    [
      'a due diligence without its result',
      () => `name,dueDiligenceAt\nLeft behind,2027-01-01\n`,
      422,
      'rows.2.dueDiligenceResult',
    ],
  ])('%s', async (_name, file, status, path) => {
    const before = await everything();
    const answer = await send(await file());
    expect({
      status: answer.status,
      paths: (answer.body as { errors: { path: string }[] }).errors.map((one) => one.path),
    }).toEqual({
      status,
      paths: expect.arrayContaining([path]) as unknown,
    });
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['JSON', '{}', 'application/json'],
    ['a PDF', Buffer.from('%PDF-1.7\u0000'), 'application/octet-stream'],
  ])('%s is of another kind', async (_name, body, type) => {
    expect((await send(body, { type })).body).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  test('is not taken from everybody', async () => {
    expect((await send('name\nx\n', { who: evaluator })).status).toBe(403);
  });
});

describe('an export', () => {
  test.each(['csv', 'xlsx'] as const)('as %s comes back unchanged', async (format) => {
    const answer = await get(`/vendors/export?format=${format}`);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="vendors-2027-03-05.${format}"`);
    const count = (await database.db('vendors')).length;
    const file = answer.body as Buffer;
    expect((await readSheetRows(file)).length).toBe(count + 1);
    expect((await send(file, { type: 'application/octet-stream' })).body).toEqual(
      report({ rows: count, unchanged: count }),
    );
  });

  test('speaks the reader’s language and keeps the filter', async () => {
    const rows = await readSheetRows((await get('/vendors/export?q=Child', evaluator)).body as Buffer);
    expect(rows.map(({ cells }) => cells[1])).toEqual(['名称', 'Child One']);
  });

  test('has a template whose header the import takes', async () => {
    for (const format of ['csv', 'xlsx']) {
      const file = (await get(`/vendors/import-template?format=${format}`, evaluator)).body as Buffer;
      expect((await send(file, { type: 'application/octet-stream' })).body).toEqual(report({}));
    }
  });
});
