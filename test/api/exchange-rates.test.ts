import { codeOf, NeedsWorld, pathsOf } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());

const RATE = { base: 'USD', quote: 'CNY', rate: '7.1046', on: '2026-10-30', source: 'Central parity' };
const put = (part: object = {}, who = world.admin) =>
  world.call('put', '/exchange-rates', who).send({ ...RATE, ...part });
const get = async <T>(path: string): Promise<T> => (await world.call('get', path).expect(200)).body as T;
interface Rates {
  readonly items: readonly { readonly rate: string; readonly on: string; readonly version: number }[];
  readonly next: string | null;
}

test('a rate that is put again the same stays, another one of the day is a version more', async () => {
  expect((await put().expect(200)).body).toMatchObject({ ...RATE, version: 1, recordedBy: world.admin.person.id });
  expect((await put().expect(200)).body).toMatchObject({ version: 1 });
  expect((await put({ rate: '7.1100' }).expect(200)).body).toMatchObject({ rate: '7.1100', version: 2 });
  const { items } = await get<Rates>('/exchange-rates/USD/CNY/2026-10-30/versions');
  expect(items.map(({ rate, version }) => [version, rate])).toEqual([
    [1, '7.1046'],
    [2, '7.1100'],
  ]);
  expect((await get<Rates>('/exchange-rates?base=USD')).items).toMatchObject([{ version: 2, rate: '7.1100' }]);
  const trail = await world.db('audit_events').where({ type: 'exchange-rate.recorded' }).select('payload');
  expect(trail).toHaveLength(2);
});

test('rates come page by page in the order of pair and day', async () => {
  await put({ on: '2026-11-02', rate: '7.0800' }).expect(200);
  await put({ base: 'EUR', rate: '8.2', on: '2026-10-30' }, await signedIn(world.db, { roles: ['finance'] })).expect(
    200,
  );
  const first = await get<Rates>('/exchange-rates?limit=2');
  expect(first.items).toMatchObject([{ base: 'EUR' }, { base: 'USD', on: '2026-10-30' }]);
  const rest = await get<Rates>(`/exchange-rates?limit=2&cursor=${first.next}`);
  expect(rest).toMatchObject({ items: [{ base: 'USD', on: '2026-11-02' }], next: null });
  const forged = Buffer.from(JSON.stringify(['USD', 'CNY', 'no day'])).toString('base64url');
  await world.call('get', `/exchange-rates?cursor=${forged}`).expect(200);
});

test('a conversion shows its rates, and says which one is missing', async () => {
  expect(await get('/exchange-rates/conversion?amount=100.00&from=EUR&to=USD&on=2026-11-05')).toMatchObject({
    to: { amount: '115.82', currency: 'USD' },
    steps: [
      { base: 'EUR', quote: 'CNY', on: '2026-10-30', inverted: false },
      { base: 'USD', quote: 'CNY', on: '2026-11-02', rate: '7.0800', inverted: true },
    ],
  });
  const early = '/exchange-rates/conversion?amount=1&from=EUR&to=USD&on=2026-10-29';
  expect(codeOf(await world.call('get', early).expect(422))).toBe('NO_RATE');
});

test('only administrators and finance write rates, and only true ones', async () => {
  await put({}, world.manager).expect(403);
  expect(pathsOf(await put({ quote: 'USD' }).expect(422))).toEqual(['quote']);
  expect(pathsOf(await put({ rate: '0' }).expect(422))).toEqual(['rate']);
});

test('rates come from a sheet as a whole or not at all', async () => {
  const sheet = (rows: string, query = '') =>
    world
      .call('post', `/exchange-rates/import${query}`, world.admin)
      .set('content-type', 'text/csv')
      .send(`Base currency,计价币种,Rate,Date,Source\n${rows}`);
  const good = 'gbp,CNY,9.30,2026-11-02,Central parity\nUSD,CNY,7.0800,2026-11-02,Central parity\n';
  const bad = await sheet(`${good}GBP,CNY,9.31,2026-11-02,Central parity\nGBP,XQZ,-1,2026-11-02,x\n`).expect(422);
  expect(pathsOf(bad)).toEqual(['rows.4', 'rows.5.quote', 'rows.5.rate']);
  expect((await sheet(good, '?dryRun=true').expect(200)).body).toMatchObject({ inserted: 1, unchanged: 1 });
  expect((await get<Rates>('/exchange-rates?base=GBP')).items).toEqual([]);
  expect((await sheet(good).expect(200)).body).toMatchObject({ inserted: 1, updated: 0, unchanged: 1 });
  expect((await get<Rates>('/exchange-rates?base=GBP')).items).toMatchObject([{ rate: '9.30' }]);
  const template = await world.call('get', '/exchange-rates/import/template?format=csv').expect(200);
  expect(template.text).toContain('Base currency,Quote currency,Rate,Date,Source');
});

test('the reporting currency is a setting', async () => {
  expect(await get('/settings/currency-rules')).toMatchObject({ reporting: 'CNY', origin: 'shipped' });
  const set = (reporting: string) => world.call('put', '/settings/currency-rules', world.admin).send({ reporting });
  await set('XQZ').expect(422);
  await set('EUR').expect(200);
  expect(await get('/settings/currency-rules')).toMatchObject({ reporting: 'EUR', origin: 'own', version: 2 });
});
