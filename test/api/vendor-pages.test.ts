import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { insertScorecard } from '../../db/stores/scorecards';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { csrfIn } from './page-form';
import { browser, HOTLINE, LI, type PageWorld, pageWorld, SUPPLIER } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
let world: PageWorld;
let open: ReturnType<typeof browser>;
let cookie: string;
beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
  cookie = await open.signIn(LI);
});
afterAll(() => world.database.drop());

async function keptVendor(name: string, part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, name, ...part });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}

describe('the pages of vendors', () => {
  test('list, filter and show one, with the days that its papers are good for', async () => {
    const certificates = [{ type: 'ISO 27001', no: 'A-1', validTo: '2026-12-06' }];
    const parent = await keptVendor('Parent <One>');
    const vendor = await keptVendor('Soon Ltd', { certificates, parentId: parent.id });
    await keptVendor('Later Ltd');
    const list = await open.get('/vendors?expiring=1', cookie).expect(200);
    expect(list.text).toContain('Soon Ltd');
    expect(list.text).not.toContain('Later Ltd');
    expect(list.text).toContain('证书剩 12 天');
    const page = await open.get(`/vendors/${vendor.id}?lang=en`, cookie).expect(200);
    expect(page.text).toContain('ISO 27001');
    expect(page.text).toContain('<span class="chip amber">12</span>');
    expect(page.text).toContain('Parent &lt;One&gt;');
    expect((await open.get(`/vendors/${parent.id}`, cookie)).text).toContain('Soon Ltd');
  });

  test('show how the score went, in a picture with its figures, up to what it is now', async () => {
    const { db } = world.database;
    const vendor = await keptVendor('Rated Ltd');
    const page = () => open.get(`/vendors/${vendor.id}?lang=en`, cookie).expect(200);
    expect((await page()).text).not.toContain('<svg');
    await inTransaction(db, async (trx) => {
      const served = { vendor_id: vendor.id, live_on: '2026-01-01', state: 'IN_SERVICE' };
      await trx('engagements').where({ id: HOTLINE }).update(served);
      for (const [period, score] of [['2026-08', 80] as const, ['2026-10', 60] as const]) {
        const facts = { coverageBp: 10_000, provisional: false, standing: 'average', kpis: [], credits: [] };
        await insertScorecard(trx, HOTLINE, { card: { period, score, ...facts }, now: NOW });
      }
    });
    const { text } = await page();
    expect(text).toMatch(/<svg[^>]* role="img" aria-label="Score by period, all engagements together\./);
    const rows = [...text.matchAll(/<tr><th scope="row">(2026-\d\d)<\/th>(.*?)<\/tr>/g)].map(
      ([, period, cells = '']) => [period, ...[...cells.matchAll(/<td class="num">([^<]*)/g)].map(([, cell]) => cell)],
    );
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['2026-08', '80', '80'],
      ['2026-09', '–', '80'],
      ['2026-10', '60', '69.09'],
    ]);
    expect(text).toContain('All engagements together: <strong>69.09</strong>');
  });

  test('are for insiders', async () => {
    const theirs = await open.signIn(SUPPLIER);
    for (const path of ['/vendors', '/vendors/import', `/vendors/${uuidv7()}`])
      await open.get(path, theirs).expect(403);
    await open.get('/vendors').expect(303);
    await open.get('/vendors/nonsense', cookie).expect(404);
  });

  test('import a file, after a look at what it would do', async () => {
    const csrf = csrfIn((await open.get('/vendors/import', cookie)).text);
    const send = (csv: string, dryRun: string, token = csrf) =>
      request(world.app)
        .post('/vendors/import')
        .set({ cookie, accept: 'text/html' })
        .field({ csrf: token, dryRun })
        .attach('files', Buffer.from(csv), 'vendors.csv');
    const count = async () => (await world.database.db('vendors')).length;
    const before = await count();
    expect((await send('name\nPaged\n', 'true').expect(200)).text).toContain('新增 1');
    expect((await send('name,uscc\nPaged,123\n', 'false').expect(422)).text).toContain('2 · uscc');
    expect((await send('PK\u0003\u0004 broken', 'false').expect(422)).text).toContain('cannot be unpacked');
    await send('name\nPaged\n', 'false', 'forged').expect(403);
    expect(await count()).toBe(before);
    expect((await send('name\nPaged\n', 'false').expect(200)).text).toContain('导入完成');
    expect(await count()).toBe(before + 1);
  });
});
