import { PORTFOLIO_TABLES } from '../../domain/portfolio/schema';
import { readSheetRows } from '../../api/sheets/read';
import { LedgerWorld } from './ledger-world';
import { signedIn } from './world';

let ledger: LedgerWorld;
let id: string;
beforeAll(async () => {
  ledger = await LedgerWorld.open();
  id = await ledger.serve();
});
afterAll(() => ledger.world.close());
const get = (path: string, who = ledger.world.manager) => ledger.world.call('get', path, who);

test('the heat map pages through every engagement once, with the same counts on each page', async () => {
  const other = await ledger.serve();
  const first = (await get('/portfolio/heat?limit=1').expect(200)).body as { items: { engagementId: string }[]; next: string }; // prettier-ignore
  const second = (await get(`/portfolio/heat?limit=1&cursor=${first.next}`).expect(200)).body as typeof first;
  expect([...first.items, ...second.items].map(({ engagementId }) => engagementId)).toEqual([id, other]);
  expect(second).toMatchObject({ engagements: 2, lines: 2, next: null, counts: { risk: { red: 0, amber: 0, green: 2 } } }); // prettier-ignore
  expect((await get('/portfolio/heat?owner=nobody').expect(400)).body).toMatchObject({ code: 'MALFORMED' });
});

test.each(PORTFOLIO_TABLES)('the table %s comes as a sheet and as CSV in the language of its reader', async (table) => {
  const answer = await get(`/portfolio/export?table=${table}&format=xlsx`).buffer(true).parse((res, done) => {
    const chunks: Buffer[] = [];
    res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
  }).expect(200); // prettier-ignore
  const rows = await readSheetRows(answer.body as Buffer);
  expect(rows[0]?.cells.length).toBeGreaterThan(4);
  expect(rows[0]?.cells.every((title) => /^[A-Z]/.test(title))).toBe(true);
  const csv = await get(`/portfolio/export?table=${table}&format=csv`).expect(200);
  expect(csv.headers['content-disposition']).toBe(`attachment; filename="portfolio-${table}.csv"`);
  expect(csv.text).toContain(rows[0]?.cells[0]);
});

test('the sheet of the map holds every line with its levels in words', async () => {
  const { text } = await get('/portfolio/export?table=heat&format=csv').expect(200);
  expect(text.split('\n').filter((line) => line.includes('Green'))).toHaveLength(2);
});

test('only those who oversee engagements get them', async () => {
  const finance = await signedIn(ledger.world.db, { roles: ['finance'] });
  await get('/portfolio/heat', finance).expect(403);
  await get('/portfolio/export?table=heat', finance).expect(403);
});
