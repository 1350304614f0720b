import { z } from 'zod';

const Listed = z.looseObject({
  items: z.array(z.looseObject({ id: z.string().optional(), key: z.string().optional() })),
});
const Documented = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

export type Get = (path: string) => Promise<unknown>;

/** One parameter of one path with values that mean something to the product. */
export interface KnownValues {
  readonly path: string;
  readonly parameter: string;
  readonly values: readonly string[];
}

/** As many things of each list as are worth asking about. */
const MANY = 12;
/** As many engagements, vendors and so on as lists below them are read of. */
const FEW = 4;

/**
 * Of every path with parameters the ids and keys that the product lists one step above, so that calls meet something: with
 * made-up ids alone nearly every answer were 404.
 */
export async function knownValues(document: unknown, get: Get): Promise<readonly KnownValues[]> {
  const { paths } = Documented.parse(document);
  const lists = listsOf(paths, get);
  const all = Object.keys(paths).flatMap((path) => parametersOf(path).map((one) => [path, ...one] as const));
  const known: KnownValues[] = [];
  for (const [path, above, parameter] of all) known.push({ path, parameter, values: await lists(above) });
  return known.filter(({ values }) => values.length > 0);
}

/** `/a/{id}/b/{key}` has `id` below `/a` and `key` below `/a/{id}/b`. */
function parametersOf(path: string): readonly (readonly [string, string])[] {
  return [...path.matchAll(/\/\{(\w+)\}/g)].map((match) => [path.slice(0, match.index), match[1] ?? '']);
}

function listsOf(paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>, get: Get) {
  const read = new Map<string, Promise<readonly string[]>>();
  const list = (path: string): Promise<readonly string[]> => {
    const found = read.get(path) ?? (paths[path]?.['get'] ? gather(path) : Promise.resolve([]));
    read.set(path, found);
    return found;
  };
  const gather = async (path: string): Promise<readonly string[]> => {
    const addresses = await filled(path, list);
    const values = await Promise.all(addresses.map(async (address) => namesIn(await get(address))));
    return [...new Set(values.flat())].slice(0, MANY);
  };
  return list;
}

/** The path with values in place of its parameters, as often as there are some. */
async function filled(path: string, list: (above: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  let addresses = [path];
  for (const [above, parameter] of parametersOf(path)) {
    const values = (await list(above)).slice(0, FEW);
    addresses = addresses.flatMap((address) =>
      values.map((value) => address.replace(`{${parameter}}`, encodeURIComponent(value))),
    );
  }
  return addresses;
}

function namesIn(answer: unknown): readonly string[] {
  const parsed = Listed.safeParse(answer);
  if (!parsed.success) return [];
  return parsed.data.items.flatMap(({ id, key }) => id ?? key ?? []);
}
