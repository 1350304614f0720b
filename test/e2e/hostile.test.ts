import { isDeepStrictEqual } from 'node:util';
import { emptyDatabase, type TestDatabase } from '../database';
import { corpus, type HostileCase } from '../hostile/case';
import { type HostileAnswer, read, send } from '../hostile/send';
import { ownNamespace } from '../temporal';
import { ADMIN_TOKEN, type Product, startProduct } from './product';

let database: TestDatabase;
let product: Product;

beforeAll(async () => {
  database = await emptyDatabase();
  product = await startProduct({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: await ownNamespace(),
  });
}, 120_000);
afterAll(async () => {
  await product.stop();
  await database.drop();
}, 60_000);

const target = () => ({ base: product.base, token: ADMIN_TOKEN });

const heldIn = ({ holds, lacks }: Pick<HostileCase, 'holds' | 'lacks'>, { text }: HostileAnswer) => ({
  holds: holds === undefined || text.includes(holds) ? holds : `not ${holds} but ${text.slice(0, 300)}`,
  lacks: lacks !== undefined && text.includes(lacks) ? `${lacks} in ${text.slice(0, 300)}` : undefined,
});

const said = ({ text }: HostileAnswer): { code?: string; errors?: readonly { path: string }[] } =>
  text.startsWith('{') ? (JSON.parse(text) as object) : {};

async function answered(given: HostileCase) {
  const answer = await send(given, target());
  const { code, errors } = said(answer);
  const after = [];
  for (const check of given.then) after.push(heldIn(check, await read(check.path, target(), check.accept)));
  return {
    ...{ id: given.id, status: answer.status, after },
    ...(given.code !== undefined && { code }),
    ...(given.errors && { errors: [...new Set(errors?.map(({ path }) => path))] }),
    ...heldIn(given, answer),
  };
}

const expected = ({ id, status, code, errors, holds, then }: HostileCase) => ({
  ...{ id, status, holds, lacks: undefined },
  ...(code !== undefined && { code }),
  ...(errors && { errors }),
  after: then.map((check) => ({ holds: check.holds, lacks: undefined })),
});

test('every case of the corpus is answered as it says, and the product goes on serving', async () => {
  const cases = corpus();
  const deviations = [];
  for (const each of cases) {
    const [was, should] = [await answered(each), expected(each)];
    if (!isDeepStrictEqual(was, should)) deviations.push({ was, should });
  }
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(deviations).toEqual([]);
  expect((await read('/readyz', target())).status).toBe(200);
}, 120_000);
