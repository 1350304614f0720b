import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin();
});
afterAll(() => world.close());

const typed = { base: 'usd', quote: 'CNY', rate: '7.1046', on: '2027-03-01', source: 'Central <bank>' };
const recorded = () => world.database.db('exchange_rates').select('base', 'quote', 'rate', 'version');

test('finance records a rate, sees it in the list, and what is wrong beside its field', async () => {
  const { id } = world.people.service.person;
  await world.database
    .db('users')
    .where({ id })
    .update({ roles: ['finance'] });
  const { page, send } = await world.browse('service', '/exchange-rates');
  expect(page.text).toContain('No rates yet.');
  const refused = await send({ ...typed, rate: '0', quote: 'USD' }).expect(422);
  expect(refused.text).toContain('above zero');
  expect(await recorded()).toEqual([]);
  await send(typed).expect(303);
  const { page: after } = await world.browse('service', '/exchange-rates?done=1');
  expect(after.text).toContain('USD → CNY');
  expect(after.text).toContain('Central &lt;bank&gt;');
  expect(await recorded()).toMatchObject([{ base: 'USD', quote: 'CNY', version: 1 }]);
});

test('whoever may not record rates reads them, and has no form', async () => {
  const { page, send } = await world.browse('stranger', '/exchange-rates');
  expect(page.text).not.toContain('name="rate"');
  const before = await recorded();
  await send(typed).expect(403);
  expect(await recorded()).toEqual(before);
});
