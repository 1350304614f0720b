/**
 * `npx tsx bench/vendors.ts [vendors] [runs]`: how long it takes to import and export vendors over HTTP and a real
 * PostgreSQL, each run against a fresh database. Prints medians in milliseconds; `docs/performance.md` keeps them.
 */
import { cpus, totalmem } from 'node:os';
import { median } from 'simple-statistics';
import request from 'supertest';
import { writeCsv, writeXlsx } from '../api/sheets/write';
import { type SheetTable, XLSX_TYPE } from '../api/sheets/sheet';
import { startTestingParts } from '../bin/parts/testing-parts';
import { addDays } from '../domain/calendar/civil';
import { isUscc } from '../domain/vendor/identifiers';
import { testDatabase } from '../test/database';
import { appOver, signedIn } from '../test/api/world';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A code with the right check character for a number. */
function usccOf(n: number): string {
  const stem = `91110000${String(n).padStart(9, '0')}`;
  const found = Array.from(ALPHABET).find((check) => isUscc(stem + check));
  if (!found) throw new Error(`there is no check character for ${stem}`);
  return stem + found;
}

const sheetOf = (count: number, contact: string): SheetTable => ({
  name: 'vendors',
  columns: ['name', 'country', 'uscc', 'parent', 'status', 'tier', 'contactName', 'certificates'].map((title) => ({
    title,
  })),
  rows: Array.from({ length: count }, (_, n) => [
    `供应商 ${n} Supplier`,
    'CN',
    usccOf(n),
    // Every tenth heads a group of ten.
    n % 10 === 0 ? '' : usccOf(n - (n % 10)),
    n % 3 === 0 ? 'qualified' : 'prospect',
    n % 5 === 0 ? 'strategic' : 'standard',
    `${contact} ${n}`,
    `ISO 27001|A-${n}|TUV|2026-01-01|${addDays('2028-01-01', n % 365)}; ISO 9001|B-${n}|||2029-06-30`,
  ]),
});

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
  const csv = writeCsv(sheetOf(count, 'Li'));
  await time('dry run of CSV', () => send(csv, 'text/csv', '?dryRun=true'));
  await time('import of CSV', () => send(csv, 'text/csv'));
  await time('the same again (nothing changes)', () => send(csv, 'text/csv'));
  const changed = await writeXlsx([sheetOf(count, 'Wang')]);
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
  const parts = await startTestingParts(() => undefined);
  Object.assign(process.env, parts.env);
  try {
    const all: Timed[] = [];
    for (let run = 0; run < runs; run += 1) all.push(await oneRun(count));
    const [cpu] = cpus();
    say(
      `${count} vendors, medians of ${runs} runs; ${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    );
    for (const what of Object.keys(all[0] ?? {}))
      say(`${what}: ${Math.round(median(all.map((one) => one[what] ?? 0)))} ms`);
  } finally {
    await parts.stop();
  }
}

void main();
