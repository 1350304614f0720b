import { exitActivities } from '../../activities/exit';
import { ServiceWorld } from './service-world';
import { signedIn } from './world';

const THINGS = [
  { key: 'vpn', kind: 'account', title: 'VPN accounts', holder: 'Min Wu', count: 12 },
  { key: 'phones', kind: 'device', title: 'Test phones', holder: 'MINA ZHAO', count: 3 },
  { key: 'pass', kind: 'pass', title: 'Pass of the hall', holder: 'Lee', count: 1 },
] as const;
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  const { db } = world.database;
  await signedIn(db, { roles: ['manager'], name: 'Mina Zhao' });
  for (const role of ['manager', 'finance'] as const) await signedIn(db, { roles: [role], name: 'Lee' });
});
afterAll(() => world.close());

const open = async () => {
  const { db } = world.database;
  const exit = { engagementId: world.id, effectiveDate: '2027-12-31', cause: 'convenience', now: world.now };
  const orders = await exitActivities({ db }).openExit(exit);
  return orders.filter(({ kind }) => kind.endsWith('-returns'));
};
const list = (things: readonly object[] = THINGS) => world.call('put', '/exit/returns', things, 'owner').expect(200);

async function letters(locale: 'en' | 'zh-CN') {
  await world.begin({ locale });
  await list();
  // Whoever asks again, because the answer was lost, orders the same mails.
  world.orders.push(...(await open()), ...(await open()));
  return world.post();
}

test('the vendor and whoever has a thing are asked for it once when the exit opens, each in its language', async () => {
  const [vendor, holder, ...others] = await letters('zh-CN');

  expect(others).toEqual([]);
  expect(vendor?.to.address).toMatch(/^v-/);
  expect(vendor?.subject).toContain('请归还我方账号与物品');
  expect(vendor?.text).toMatch(/http:\/\/localhost\/i\/\S+/);
  for (const { title } of THINGS)
    expect([vendor?.text, vendor?.html].every((part) => part?.includes(title))).toBe(true);

  expect(holder?.to.name).toBe('Mina Zhao');
  expect(holder?.text).toContain('Test phones × 3');
  expect(holder?.text).toContain(`/engagements/${world.id}/exit`);
  expect(holder?.text).not.toContain('VPN accounts');
});

test('what has come back meanwhile is asked for no more, and nobody is written to about nothing', async () => {
  await world.begin();
  await list(THINGS.slice(0, 1));
  world.orders.push(...(await open()));
  await world.call('post', '/exit/returns/vpn/confirm', {}, 'owner').expect(200);
  expect(await world.post()).toEqual([]);
  expect(await open()).toEqual([]);
});
