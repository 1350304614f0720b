import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersOk } from '../../bin/parts/node-part';
import { freePort } from '../../bin/parts/ports';
import { stop, until } from '../../bin/parts/processes';
import { emptyDatabase, type TestDatabase } from '../database';
import { ownNamespace } from '../temporal';
import { type Product, run, runThrough, startProduct } from './product';

interface Catcher {
  readonly settings: { readonly SMTP_URL: string; readonly TENURE_INBOX_URL: string };
  readonly stop: () => Promise<void>;
}

let database: TestDatabase;
let catcher: Catcher;
let product: Product;

beforeAll(async () => {
  database = await emptyDatabase();
  catcher = await outsideCatcher();
  product = await startProduct({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: await ownNamespace(),
    ...catcher.settings,
  });
}, 60_000);

afterAll(async () => {
  await product.stop();
  await catcher.stop();
  await database.drop();
}, 60_000);

/** The mail catcher as somebody else's process; the launcher knows it by its addresses only. */
async function outsideCatcher(): Promise<Catcher> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-e2e-mail-'));
  const [smtp, web] = [await freePort(), await freePort()];
  const child = run('bin/mail.ts', [folder, String(smtp), String(web)], process.env);
  const sentence = 'The mail catcher did not start.';
  await until(() => answersOk(`http://127.0.0.1:${web}/style.css`), { limitMs: 30_000, sentence, child });
  const settings = { SMTP_URL: `smtp://127.0.0.1:${smtp}`, TENURE_INBOX_URL: `http://127.0.0.1:${web}` };
  return {
    settings,
    stop: async () => {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('with every part named nothing embedded is started, and an engagement reaches its end', async () => {
  const { code, output } = await runThrough(run('bin/demo.ts', ['--only', 'hotline'], product.env));

  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  const { items } = (await product.get('/engagements')) as { items: readonly { state: string }[] };
  expect(items.map(({ state }) => state)).toEqual(['CLOSED']);
  const dataDir = product.env['TENURE_DATA_DIR'] ?? '';
  expect(readdirSync(join(dataDir, 'run')).toSorted()).toEqual(['api.json', 'launcher.json', 'worker.json']);
  expect(readdirSync(dataDir).toSorted()).toEqual(['exit', 'logs', 'run', 'secrets.json']);
}, 120_000);
