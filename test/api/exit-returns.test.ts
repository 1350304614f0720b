import { createLinks } from '../../links';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const vpn = { key: 'vpn', kind: 'account', title: 'VPN account', holder: 'Wu' };
const laptops = { key: 'laptops', kind: 'device', title: 'Laptops', holder: 'Sun', count: 3 };
const list = async () => (await world.call('get', '/exit/returns').expect(200)).body.items;
const confirm = (key: string, body: object = {}) => world.call('post', `/exit/returns/${key}/confirm`, body);
const leave = (on: string) =>
  world.database
    .db('engagements')
    .where({ id: world.id })
    .update({ state: 'EXITING', exit_cause: 'convenience', exit_effective_date: on });

test('the list is kept from the first day on, with its version and its trail', async () => {
  const { headers, body } = await world.call('put', '/exit/returns', [vpn, laptops]).expect(200);
  expect(body).toMatchObject([{ ...vpn, count: 1, state: 'open' }, laptops]);
  await world.call('put', '/exit/returns', []).set('if-match', '"v7"').expect(412);
  await world
    .call('put', '/exit/returns', [vpn])
    .set('if-match', headers['etag'] ?? '')
    .expect(200);
  expect(await list()).toMatchObject([vpn]);
  await world.call('put', '/exit/returns', [vpn, vpn]).expect(422);
  await world.call('put', '/exit/returns', [], 'stranger').expect(403);
  expect((await world.trail()).map(({ type }) => type)).toEqual(['exit.returns-reviewed', 'exit.returns-reviewed']);
});

test('what is still out when the service ends raises a red alarm, which closes when all is accounted for', async () => {
  await world.call('put', '/exit/returns', [vpn, laptops]).expect(200);
  await leave('2027-03-16');
  await world.until('2027-03-15T23:00');
  expect(await world.alarms('ACCESS_NOT_RETURNED')).toEqual([]);
  await world.until('2027-03-16T12:00');
  expect(await world.alarms('ACCESS_NOT_RETURNED')).toMatchObject([{ severity: 'red', state: 'open' }]);

  const { body } = await confirm('vpn', { evidence: 'Ticket 12.' }).expect(200);
  expect(body).toMatchObject({ state: 'returned', evidence: 'Ticket 12.', confirmedBy: world.people.owner.person.id });
  await world.settle();
  expect(await world.alarms('ACCESS_NOT_RETURNED')).toMatchObject([{ state: 'open' }]);
  await confirm('laptops', { state: 'lost', evidence: 'Never sent back.', worth: { amount: '900', currency: 'CNY' } });
  await world.settle();
  expect(await world.alarms('ACCESS_NOT_RETURNED')).toMatchObject([{ state: 'closed' }]);
});

test('what was lost is taken from what the vendor gets', async () => {
  await world.call('put', '/exit/returns', [vpn, laptops]).expect(200);
  await leave('2027-03-16');
  await confirm('laptops', { state: 'lost', evidence: 'Stolen.', worth: { amount: '900', currency: 'CNY' } }).expect(
    200,
  );
  const { lines, net } = (await world.call('get', '/settlement/proposal').expect(200)).body;
  expect(lines).toMatchObject([{ kind: 'asset_loss', money: { amount: '900.00' }, source: 'return laptops' }]);
  expect(net).toEqual({ amount: '-900.00', currency: 'CNY' });
});

test.each([
  ['that is not on the list', 'none', {}, 404, 'NOT_FOUND'],
  ['lost in silence', 'vpn', { state: 'lost' }, 422, 'INVALID_FIELDS'],
  ['in another currency', 'vpn', { state: 'lost', evidence: 'Gone.', worth: { amount: '1', currency: 'EUR' } }, 422, 'INVALID_FIELDS'], // prettier-ignore
])('nothing is confirmed %s', async (_what, key, body, status, code) => {
  await world.call('put', '/exit/returns', [vpn]).expect(200);
  expect((await confirm(key, body)).body).toMatchObject({ status, code });
  expect(await list()).toMatchObject([{ state: 'open' }]);
});

test('what has come back is confirmed once and stays on the list', async () => {
  await world.call('put', '/exit/returns', [vpn]).expect(200);
  await confirm('vpn').expect(200);
  expect((await confirm('vpn')).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  const changed = await world.call('put', '/exit/returns', [{ ...vpn, holder: 'Li' }]);
  expect(changed.body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  await world.call('put', '/exit/returns', []).expect(200);
  expect(await list()).toMatchObject([{ state: 'returned' }]);
});

describe('the vendor behind its link', () => {
  const path = (): string => {
    const target = { engagementId: world.id, vendorId: world.vendorId, address: `v-${world.id}@example.com` };
    return createLinks(['s'.repeat(32)], '').forService({ ...target, expiresAt: world.now + 86_400_000 });
  };
  beforeEach(async () => {
    await world.call('put', '/exit/returns', [vpn, laptops]).expect(200);
  });

  test('declares what it has given back once it is left, and we confirm it', async () => {
    expect((await world.page(path())).text).not.toContain('VPN account');
    await world.act(path(), { act: 'give-back', key: 'vpn' }, 409);
    await leave('2027-03-16');
    expect((await world.page(path())).text).toContain('VPN account');

    const note = `${'x'.repeat(10_000)}END`;
    expect((await world.act(path(), { act: 'give-back', key: 'vpn', note }, 422)).text).toContain(note);
    await world.act(path(), { act: 'give-back', key: 'vpn', note: 'Closed on our side.' });

    const declared = { at: new Date(world.now).toISOString(), note: 'Closed on our side.' };
    expect(await list()).toMatchObject([
      { key: 'vpn', state: 'open', declared },
      { key: 'laptops', declared: null },
    ]);
    expect((await world.trail()).at(-1)).toMatchObject({ type: 'exit.return-declared', channel: 'email' });
    const { page } = await world.browse('owner', `/engagements/${world.id}/exit`);
    expect(page.text).toContain('Closed on our side.');
    await world.call('put', '/exit/returns', [vpn, { ...laptops, count: 2 }]).expect(200);
    expect(await list()).toMatchObject([
      { key: 'vpn', declared },
      { key: 'laptops', declared: null },
    ]);
    await confirm('vpn').expect(200);
    await world.act(path(), { act: 'give-back', key: 'vpn' }, 409);
  });

  test('declares nothing that is not on the list', async () => {
    await leave('2027-03-16');
    await world.act(path(), { act: 'give-back', key: 'car' }, 404);
    expect(await list()).toMatchObject([{ declared: null }, { declared: null }]);
  });
});
