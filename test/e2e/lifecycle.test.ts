import { until } from '../../bin/parts/processes';
import { ADMIN_TOKEN, type Product, run, runThrough, startProduct } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product.stop(), 90_000);

interface Listed<T> {
  readonly items: readonly T[];
}

test('an engagement reaches its end through real mails although the worker is killed in every phase', async () => {
  let kills = 0;
  const demo = run('bin/demo.ts', ['--only', 'hotline'], product.env);
  const { code, output } = await runThrough(demo, (line) => {
    // Each phase that is reached loses the worker just as the next one begins.
    if (/✔ state [A-Z_]+/.test(line)) {
      product.kill('worker');
      kills += 1;
    }
  });

  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  expect(kills).toBeGreaterThanOrEqual(5);
  const engagements = (await product.get('/engagements')) as Listed<{ id: string; state: string; health: string }>;
  expect(engagements.items.map(({ state }) => state)).toEqual(['CLOSED']);
  expect(await product.get('/audit/verify')).toEqual({ intact: true, broken: [], erased: 0 });
}, 400_000);

test('every mail went out once', async () => {
  const outbox = async () => (await product.get('/outbox?limit=200')) as Listed<{ messageId: string; status: string }>;
  // A mail that a killed worker was about to hand over is tried again when its time to answer has passed.
  const settled = async () => (await outbox()).items.every(({ status }) => status !== 'waiting');
  await until(settled, { limitMs: 150_000, sentence: 'A mail is still waiting.' });

  const { items } = await outbox();
  expect(items.length).toBeGreaterThan(10);
  expect(new Set(items.map(({ messageId }) => messageId)).size).toBe(items.length);
  expect(items.filter(({ status }) => status !== 'sent')).toEqual([]);
}, 200_000);

test('ten calls at once with one key start one engagement', async () => {
  const me = (await product.get('/me')) as { id: string };
  const before = (await product.get('/engagements?q=Once')) as Listed<unknown>;
  const post = () =>
    fetch(`${product.base}/api/v1/engagements`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': 'ten-at-once',
      },
      body: JSON.stringify({ title: 'Once', serviceType: 'it', ownerId: me.id }),
    });

  const answers = await Promise.all(Array.from({ length: 10 }, post));
  // While the killed worker comes back, calls may be told to come again; whatever they hear, there is one effect.
  let again = await post();
  const answered = async () => (again.status === 201 ? true : ((again = await post()), false));
  await until(answered, { limitMs: 60_000, sentence: 'The engagement was never confirmed.' });

  const after = (await product.get('/engagements?q=Once')) as Listed<{ id: string }>;
  expect(before.items).toEqual([]);
  expect(after.items).toHaveLength(1);
  expect(answers.map(({ status }) => status).filter((status) => ![201, 409, 503].includes(status))).toEqual([]);
  expect(await again.json()).toMatchObject({ id: after.items[0]?.id });
}, 120_000);
