import { zipSync } from 'fflate';
import request from 'supertest';
import { createApp } from '../../api/app';
import { readXlsx } from '../../api/sheets/read-xlsx';
import { redact } from '../../bin/parts/redact';
import { openDatabase } from '../../db/knex';
import { SftpEnd } from '../../domain/exit/end-schema';
import { withoutLinks } from '../../domain/mail/resend';
import { MoneyShape } from '../../domain/shapes';
import { servicesOver } from '../api/world';

/** As long as the headers of a call may be. */
const HEADERS = 16_000;
/** Reading once over any of these takes a few milliseconds; going back over them again and again takes a second or hours. */
const BOUND_MS = 450;

/** What it costs at the least, in milliseconds of this process's own work: what else the machine does is not counted. */
async function leastWork(read: () => unknown): Promise<number> {
  const costs: number[] = [];
  // The first time libraries are loaded besides.
  for (let turn = 0; turn < 3; turn += 1) {
    const began = process.cpuUsage();
    await read();
    const { user, system } = process.cpuUsage(began);
    costs.push((user + system) / 1_000);
  }
  return Math.min(...costs);
}

const bookOf = (xml: string): Buffer =>
  Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new TextEncoder().encode(xml) }));
const refusedBook = (xml: string) => readXlsx(bookOf(xml)).catch(() => undefined);

test.each<[string, () => unknown]>([
  ['a line of the log that might become an address', () => redact('a'.repeat(HEADERS))],
  ['what a relay says, which might become a link', () => withoutLinks('a.'.repeat(HEADERS / 2))],
  ['a host of colons', () => SftpEnd.safeParse({ host: `${':'.repeat(HEADERS)}!` })],
  ['an amount of zeros', () => MoneyShape.safeParse({ amount: `1.${'0'.repeat(HEADERS)}1`, currency: 'CNY' })],
  ['a workbook of cells that never end', () => refusedBook('<c '.repeat(30_000))],
  ['a workbook of one cell with many addresses', () => refusedBook(`<c${' r="A1"'.repeat(20_000)}`)],
])('%s is read once', async (_what, read) => {
  expect(await leastWork(read)).toBeLessThan(BOUND_MS);
});

test('an address of question marks is read once', async () => {
  const db = openDatabase('postgres://nobody@127.0.0.1:1/none', 2);
  const app = createApp({ services: servicesOver(db), routes: [] });
  await request(app).get('/').expect(404);
  const asked = () =>
    request(app)
      .get(`/${'?'.repeat(HEADERS - 1_000)}`)
      .expect(404);
  expect(await leastWork(asked)).toBeLessThan(BOUND_MS);
  await request(app).get('/?a=%00').expect(400);
  await db.destroy();
});
