import { v7 as uuidv7 } from 'uuid';
import { begin, hidden } from './selection-desk';
import { bid, CNY, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const set = (vendorId: string | undefined, status: string) =>
  world.database.db('vendors').where({ id: vendorId }).update({ status });
const vendorOf = async (candidateId: string): Promise<string> =>
  (await world.database.db('candidates').where({ id: candidateId }).first('vendor_id')).vendor_id;
const barred = { status: 409, code: 'VENDOR_BARRED' };
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      const { type, details = [] } = error as { type?: string; details?: { path: string }[][] };
      return { type, paths: details.flat().map(({ path }) => path) };
    },
  );

test('a vendor that was blocked after it was invited hands in no bid, and the tender can still be extended', async () => {
  const { vendorIds } = await world.begin();
  await world.publish(vendorIds);
  const path = await world.link('sun');
  await set(vendorIds['sun'], 'blocked');
  const page = await world.act(path, bid('100'), 409);
  expect(page.text).toContain('can hand in no bid at the moment');
  expect(await world.database.db('bids').where({ invitation_id: path.split(/[/.]/)[2] })).toEqual([]);
  await world.act(await world.link('moon'), bid('100'));

  const { body } = await world.call('owner', 'get', '/tender').expect(200);
  const { items, questionsUntil, invited, closeAt } = body;
  const later = new Date(Date.parse(closeAt) + 3_600_000).toISOString();
  await world.call('owner', 'put', '/tender').send({ items, questionsUntil, invited, closeAt: later }).expect(200);
});

test('a candidate that was blocked is not quoted anew, scored, imported or awarded; what it has stays', async () => {
  const { first, second } = await begin(world);
  const vendorId = await vendorOf(first);
  await set(vendorId, 'blocked');
  const offer = { oneOff: CNY('0'), annual: CNY('50'), years: 1, hiddenCosts: hidden() };
  const sheet = { scores: { team: 4 }, conflictOfInterest: false };
  const quote = await world.call('owner', 'put', `/candidates/${first}/quote`).send(offer);
  expect(quote.body).toMatchObject({ ...barred, errors: [{ path: 'vendor.status' }] });
  expect((await world.call('ann', 'put', `/candidates/${first}/scores`).send(sheet)).body).toMatchObject(barred);
  expect((await world.call('owner', 'post', '/candidates').send({ vendorId })).body).toMatchObject(barred);
  const csv = `vendor,currency,oneOff,annual,years\n${vendorId},CNY,0,50,1\n`;
  const imported = await world.call('owner', 'post', '/quotes/import').set('content-type', 'text/csv').send(csv);
  expect(imported.body).toMatchObject({
    status: 422,
    errors: [{ path: 'rows.2.vendor', message: expect.stringContaining('the vendor is blocked') as string }],
  });
  const { body: listed } = await world.call('owner', 'get', '/candidates').expect(200);
  const candidates = listed.items as { id: string; quote: object }[];
  expect(candidates.find(({ id }) => id === first)?.quote).toMatchObject({ annual: CNY('100') });
  expect(await refusal(world.submitAward(first, 'Cheapest').prepared)).toMatchObject({
    type: 'VENDOR_BARRED',
    paths: expect.arrayContaining(['vendor.status']) as string[],
  });

  // The others go on, and nobody waits for a sheet that cannot be written.
  await world.call('ann', 'put', `/candidates/${second}/scores`).send(sheet).expect(200);
  await world.call('ann', 'get', '/evaluation').expect(200);
  await set(vendorId, 'prospect');
  await world.call('owner', 'put', `/candidates/${first}/quote`).send(offer).expect(200);
});

test('a vendor with an uncleared hit on the list of sanctioned parties is held in the same way', async () => {
  const { first } = await begin(world);
  const vendorId = await vendorOf(first);
  const { db } = world.database;
  const hit = { id: uuidv7(), vendor_id: vendorId, hit_key: 'k', entry: '{}', matched_by: 'name' };
  await db('sanctions_hits').insert({ ...hit, status: 'open', raised_at: new Date(world.now) });
  const offer = { oneOff: CNY('0'), annual: CNY('50'), years: 1, hiddenCosts: hidden() };
  const refused = await world.call('owner', 'put', `/candidates/${first}/quote`).send(offer);
  expect(refused.body).toMatchObject({ ...barred, errors: [{ path: 'vendor.sanctions' }] });
});
