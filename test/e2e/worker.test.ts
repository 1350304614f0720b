import { Client } from '@temporalio/client';
import { freePort } from '../../bin/parts/ports';
import { until } from '../../bin/parts/processes';
import { aPerson, aVendor } from '../builders';
import { emptyDatabase, type TestDatabase } from '../database';
import { openServices } from '../db/services';
import { ALERTS, fieldOf, isOfWorkers, namesIn, PANELS, seriesIn } from '../deploy-figures';
import { devServer, ownNamespace } from '../temporal';
import { type Product, run, runThrough, startProduct } from './product';

const KEYS = { TENURE_SECRET: 's'.repeat(32), TENURE_CODEC_KEYS: 'c'.repeat(32) };

let database: TestDatabase;
let product: Product;
let address: string;
let namespace: string;
beforeAll(async () => {
  database = await emptyDatabase();
  namespace = await ownNamespace();
  address = `127.0.0.1:${await freePort()}`;
  product = await startProduct({
    ...KEYS,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: namespace,
    TENURE_WORKER_METRICS: address,
  });
}, 120_000);
afterAll(async () => {
  await product.stop();
  await database.drop();
}, 90_000);

/** Another worker on the machine; it comes as far as its address and sends no mail. */
const another = (...args: readonly string[]): ReturnType<typeof runThrough> =>
  runThrough(run('worker.ts', args, { ...product.env, SMTP_URL: 'smtp://127.0.0.1:9' }));
const figures = async (): Promise<string> => (await fetch(`http://${address}/metrics`)).text();

test('a worker answers Prometheus with every figure of workers that the dashboard and the alerts ask for', async () => {
  const { connection, close } = await devServer();
  const client = new Client({ connection, namespace });
  // No worker can go on with it, which is counted.
  await client.workflow.start('noSuchWorkflow', { workflowId: 'astray', taskQueue: 'tenure' });
  await close();
  const expressions = [...ALERTS.map((alert) => fieldOf(alert, 'expr')), ...PANELS];
  const asked = [...new Set(expressions.flatMap(namesIn).filter(isOfWorkers))];
  expect(asked.length).toBeGreaterThan(5);

  const missing = async (): Promise<readonly string[]> => {
    const known = seriesIn(await figures());
    return asked.filter((name) => !known.has(name));
  };
  const sentence = 'Not all figures were counted.';
  await until(async () => (await missing()).length === 0, { limitMs: 30_000, sentence }).catch(() => undefined);
  expect(await missing()).toEqual([]);
  const text = await figures();
  expect(text).toMatch(/^temporal_workflow_task_execution_failed_total\{.*workflow_type="noSuchWorkflow".*\} [1-9]/m);
  const slots = text.matchAll(/^temporal_worker_task_slots_available\{.*task_queue="([^"]+)"/gm);
  expect(new Set([...slots].map(([, queue]) => queue))).toEqual(new Set(['tenure', 'tenure-mail', 'tenure-migration']));
}, 60_000);

test('what a vendor scores in a category is kept by the worker beside its work', async () => {
  const { db } = database;
  const [owner, now] = [aPerson(), Date.now()];
  const vendor = aVendor({ ownerId: owner.id });
  const [id = ''] = await openServices(db, { owner, vendors: [vendor], count: 1, now });
  await db('engagements').where({ id }).update({ vendor_id: vendor.id, live_on: '2026-01-01', state: 'IN_SERVICE' });
  const line = () => db('league_lines').where({ vendor_id: vendor.id }).first<{ engagements: number } | undefined>();
  const limits = { limitMs: 45_000, sentence: 'No line was kept.' };
  await until(async () => (await line()) !== undefined, limits);
  expect(await line()).toMatchObject({ engagements: 1, score: null });
  expect(await db('league_marks')).toEqual([]);
}, 60_000);

test('a worker whose address is taken ends with a sentence that names the setting', async () => {
  const { code, output } = await another();

  expect(code).toBe(1);
  expect(output).toContain(`✘ TENURE_WORKER_METRICS=${address}: `);
}, 120_000);

test('whether a release fits is told beside a worker that has the address', async () => {
  const { output } = await another('verify');

  expect(output).toMatch(/\d+ histories replayed/);
}, 120_000);
