import type { ReturnItem } from '../../domain/exit/return-schema';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

const form = (): string => `/engagements/${world.id}/forms/exit-returns`;
const row = (id: string, title: string) => ({
  [`items.${id}.title`]: title,
  [`items.${id}.kind`]: 'pass',
  [`items.${id}.holder`]: 'Wu',
  [`items.${id}.count`]: '2',
});
const items = async (): Promise<readonly ReturnItem[]> =>
  (await world.call('get', '/exit/returns').expect(200)).body.items;

test('things to give back are gone through in a form that adds, changes and takes off', async () => {
  const first = await world.browse('owner', form());
  const done = await first.send({ version: '0', ...row('+1', 'Badges'), ...row('+3', 'Keys') }).expect(303);
  expect(done.headers['location']).toBe(`/engagements/${world.id}/exit#returns`);
  expect(await items()).toMatchObject([
    { key: 'item-1', title: 'Badges', kind: 'pass', count: 2 },
    { key: 'item-2', title: 'Keys' },
  ]);
  const second = await world.browse('owner', form());
  expect(second.page.text).toContain('value="Badges"');
  await second
    .send({ version: '1', ...row('item-1', ''), 'items.item-1.holder': '', ...row('item-2', 'All keys') })
    .expect(303);
  expect(await items()).toMatchObject([{ key: 'item-2', title: 'All keys' }]);
});

test('things to give back are not written where something is wrong, which is said beside its own field, or where somebody was faster', async () => {
  const { send } = await world.browse('owner', form());
  const refused = await send({ version: '0', ...row('+2', 'Keys'), 'items.+2.count': '0' }).expect(422);
  expect(refused.text).toMatch(
    /How many<\/span><span class="fault" role="alert">[^<]+<\/span><input name="items\.\+2\.count"/,
  );
  expect(await items()).toEqual([]);
  await world.call('put', '/exit/returns', [{ key: 'vpn', kind: 'account', title: 'VPN', holder: 'S' }]).expect(200);
  await send({ version: '0', ...row('+1', 'Keys') }).expect(422);
  expect(await items()).toMatchObject([{ key: 'vpn' }]);
});

test('things that somebody else has changed meanwhile stay as they are, however often the form is sent', async () => {
  const thing = (key: string) => ({ key, kind: 'pass', title: key.toUpperCase(), holder: 'Wu', count: 2 });
  await world.call('put', '/exit/returns', ['a', 'b', 'c'].map(thing)).expect(200);
  const { send } = await world.browse('owner', form());
  const typed = { ...row('a', 'A'), ...row('b', 'B, all of it'), ...row('c', 'C') };
  await world.call('post', '/exit/returns/a/confirm', {}).expect(200);
  await world.call('put', '/exit/returns', ['b', 'c', 'd'].map(thing)).expect(200);

  const refused = await send({ version: '1', ...typed }).expect(422);
  const inputs = [...refused.text.matchAll(/<input[^>]* name="(version|items[^"]+)"[^>]* value="([^"]*)"/g)];
  const drawn = Object.fromEntries(inputs.map(([, name, value]) => [name, value] as const));
  const again = { ...typed, ...drawn, ...row('d', String(drawn['items.d.title'])) };
  await send(again).expect(422);
  await send({ ...again, version: '3' }).expect(303);

  const listed = (await items()).map(({ key, title, state }) => `${key} ${title} ${state}`);
  expect(listed.toSorted()).toEqual(['a A returned', 'b B, all of it open', 'c C open', 'd D open']);
});

test('what was typed of a thing that somebody took off meanwhile stays to be read, and can be left off or put back', async () => {
  const thing = (key: string) => ({ key, kind: 'pass', title: key.toUpperCase(), holder: 'Wu', count: 2 });
  await world.call('put', '/exit/returns', ['a', 'b'].map(thing)).expect(200);
  const { send } = await world.browse('owner', form());
  await world.call('put', '/exit/returns', [thing('a')]).expect(200);
  const typed = { version: '1', ...row('a', 'A'), ...row('b', 'B, with a long story') };
  const refused = await send(typed).expect(422);
  expect(refused.text).toContain('value="B, with a long story"');
  expect((await items()).map(({ key }) => key)).toEqual(['a']);
  const seen = { ...typed, newest: '2', onto: '1' };
  await send({ ...seen, ...row('b', ''), 'items.b.holder': '' }).expect(303);
  expect((await items()).map(({ key }) => key)).toEqual(['a']);
});
