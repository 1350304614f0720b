import { CNY, type TenderWorld } from './tender-world';

/** All parameters but the first. */
export type Tail<T extends readonly unknown[]> = T extends [unknown, ...infer R] ? R : never;
export type Who = keyof TenderWorld['people'];
export const hidden = (exit: string | null = '0') => ({
  transition: CNY('0'),
  tooling: CNY('0'),
  travel: CNY('0'),
  changeRequests: CNY('0'),
  taxes: CNY('0'),
  fx: CNY('0'),
  exit: exit === null ? null : CNY(exit),
});
export const criterion = (key: string, part: object = {}) => ({
  key,
  weightBp: 10_000,
  type: 'scale',
  min: 0,
  max: 5,
  direction: 'maximise',
  ...part,
});
export const model = {
  method: 'weighted-sum',
  dimensions: [
    { key: 'capability', weightBp: 6000, criteria: [criterion('team')] },
    { key: 'price', weightBp: 4000, criteria: [] },
  ],
};
export const codes = async (work: Promise<unknown>): Promise<readonly (string | undefined)[]> => {
  const failure = await work.then(
    () => null,
    (error: unknown) => error,
  );
  // What the gate refuses with carries its issues to the caller.
  const { details } = (failure ?? { details: [[]] }) as { details: { code?: string }[][] };
  return details.flat().map(({ code }) => code);
};

/** Two candidates with quotes that were entered by hand. */
export async function begin(
  world: TenderWorld,
  quotes: readonly [string, string] = ['100', '110'],
  exit: readonly [string | null, string | null] = ['0', '0'],
) {
  const { id, vendorIds } = await world.begin();
  await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
  const made: string[] = [];
  for (const [index, vendorId] of Object.values(vendorIds).entries()) {
    const { body } = await world.call('owner', 'post', '/candidates').send({ vendorId }).expect(201);
    const offer = { oneOff: CNY('0'), annual: CNY(quotes[index] ?? '0'), years: 1, hiddenCosts: hidden(exit[index]) };
    await world.call('owner', 'put', `/candidates/${body.id}/quote`).send(offer).expect(200);
    made.push(body.id);
  }
  const [first = '', second = ''] = made;
  return { id, first, second };
}

export const scoring =
  (world: TenderWorld) =>
  (who: Who, candidate: string, team: number | null, part: object = {}) =>
    world
      .call(who, 'put', `/candidates/${candidate}/scores`)
      .send({ scores: { team }, conflictOfInterest: false, ...part });
