/**
 * `npx tsx bench/vendors.ts [vendors] [runs]`: how long it takes to import and export vendors over HTTP and a real
 * PostgreSQL, each run against a fresh database. Prints medians in milliseconds; `docs/performance.md` keeps them.
 */
import { median } from 'simple-statistics';
import request from 'supertest';
import { writeCsv, writeXlsx } from '../api/sheets/write';
import { XLSX_TYPE } from '../api/sheets/sheet';
import { testDatabase } from '../test/database';
import { appOver, signedIn } from '../test/api/world';
import { machine, say, withParts } from './timing';
import { vendorSheet } from './vendor-sheet';

type Timed = Readonly<Record<string, number>>;

async function oneRun(count: number): Promise<Timed> {
  const database = await testDatabase();
  const { authorization } = await signedIn(database.db, { roles: ['manager'] });
  const app = appOver(database.db);
  const timed: Record<string, number> = {};
  const time = async (what: string, act: () => Promise<{ status: number }>): Promise<void> => {
    const from = performance.now();
    const { status } = await act();
    if (status !== 200) throw new Error(`${what} was answered with ${status}`);
    timed[what] = performance.now() - from;
  };
  const send = (body: string | Buffer, type: string, query = '') =>
    request(app).post(`/api/v1/vendors/import${query}`).set({ authorization, 'content-type': type }).send(body);
  const csv = writeCsv(vendorSheet(count, 'Li'));
  await time('dry run of CSV', () => send(csv, 'text/csv', '?dryRun=true'));
  await time('import of CSV', () => send(csv, 'text/csv'));
  await time('the same again (nothing changes)', () => send(csv, 'text/csv'));
  const changed = await writeXlsx([vendorSheet(count, 'Wang')]);
  await time('import of XLSX that changes each', () => send(changed, XLSX_TYPE));
  for (const format of ['csv', 'xlsx'])
    await time(`export as ${format.toUpperCase()}`, () =>
      request(app).get(`/api/v1/vendors/export?format=${format}`).set({ authorization }),
    );
  await database.drop();
  return timed;
}

async function main(): Promise<void> {
  const [count = 1_000, runs = 5] = process.argv.slice(2).map(Number);
  await withParts(async () => {
    const all: Timed[] = [];
    for (let run = 0; run < runs; run += 1) all.push(await oneRun(count));
    say(`${count} vendors, medians of ${runs} runs; ${machine()}`);
    for (const what of Object.keys(all[0] ?? {}))
      say(`${what}: ${Math.round(median(all.map((one) => one[what] ?? 0)))} ms`);
  });
}

void main();
