import { type Product, run, runThrough, startProduct } from './product';

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
  expect(await product.get('/audit/verify')).toEqual({ intact: true, broken: [] });
}, 400_000);

test('every mail went out once', async () => {
  const { items } = (await product.get('/outbox?limit=200')) as Listed<{
    key: string;
    messageId: string;
    status: string;
  }>;

  expect(items.length).toBeGreaterThan(10);
  expect(new Set(items.map(({ messageId }) => messageId)).size).toBe(items.length);
  expect(items.filter(({ status }) => status !== 'sent')).toEqual([]);
});
