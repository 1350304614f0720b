import fc from 'fast-check';
import { parseWith } from '../../api/parse';
import type { Reply, Route } from '../../api/route';
import { calculatorRoutes } from '../../api/routes/calculators';
import type { Db } from '../../db/knex';
import { DomainError } from '../../domain/errors';
import { EXAMPLES } from './calculator-examples';

/** No calculator but business-time, with the key of a calendar, reads anything; here there are no calendars. */
const db = (() => ({ where: () => ({ first: () => Promise.resolve(undefined) }) })) as unknown as Db;
const routes = new Map(calculatorRoutes({ db }).map((route) => [route.path.replace('/calc/', ''), route]));
const names = Object.keys(EXAMPLES);

async function post(route: Route, body: unknown): Promise<unknown> {
  const parsed = parseWith(route.body!, body, 'INVALID_FIELDS');
  const call = { body: parsed } as Parameters<Route['handle']>[0];
  const reply: Reply = await route.handle(call);
  expect(reply.status).toBe(200);
  return route.answers[200]!.parse(JSON.parse(JSON.stringify(reply.body)));
}

const calculate = (name: string, body: unknown) => post(routes.get(name)!, body);

describe('the calculators', () => {
  test('are all there', () => expect([...routes.keys()].toSorted()).toEqual(names.toSorted()));

  test('are open to every signed-in person and keep no state', () => {
    for (const route of routes.values())
      expect(route).toMatchObject({ method: 'post', access: 'signed-in', idempotent: false });
  });

  test.each(names)('%s answers its example in its own shape', async (name) => {
    const { body, answer } = EXAMPLES[name]!;
    expect(await calculate(name, body)).toMatchObject(answer);
  });

  test.each(names)('%s refuses unknown fields', async (name) => {
    await expect(calculate(name, { ...EXAMPLES[name]!.body, surprise: 1 })).rejects.toMatchObject({
      code: 'INVALID_FIELDS',
    });
  });

  test.each(names)('%s refuses an empty body and names what is missing', async (name) => {
    const refusal = await calculate(name, {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect((refusal as DomainError).errors.map(({ path }) => path)).toContain(EXAMPLES[name]!.required);
  });
});

describe('whatever is sent', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      null,
      -1,
      0,
      1,
      1e15,
      -1e15,
      1e-7,
      1.5,
      '',
      '0',
      '-0',
      '1e9',
      '9999-12-31',
      '1900-01-01',
      '2026-02-29',
      'P9999D',
      'PT999999H',
      '__proto__',
      [],
      {},
    ),
    fc.constantFrom('999999999999.99', '2027-03-05T23:59', 'constructor', '24:00', 'Europe/Berlin', 600, 1000, 10_000, {
      amount: '1',
      currency: 'JPY',
    }),
  );

  test.each(names)('%s answers or refuses, and never fails', async (name) => {
    const { body } = EXAMPLES[name]!;
    await fc.assert(
      fc.asyncProperty(fc.nat(200), odd, async (place, value) => {
        const outcome = await calculate(name, replaceLeaf(body, { place, value })).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DomainError);
      }),
      { numRuns: 80 },
    );
  });
});

interface Change {
  readonly place: number;
  readonly value: unknown;
}

/** The same body with the n-th of its values (nested ones included, counted in a circle) replaced. */
function replaceLeaf(body: unknown, { place, value }: Change): unknown {
  const wanted = place % countNodes(body);
  let seen = -1;
  const walk = (node: unknown): unknown => {
    seen += 1;
    if (seen === wanted) return value;
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]));
    return node;
  };
  return walk(body);
}

function countNodes(node: unknown): number {
  const children = typeof node === 'object' && node !== null ? Object.values(node) : [];
  return children.reduce<number>((count, child) => count + countNodes(child), 1);
}
