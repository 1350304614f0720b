import { saveContract } from '../../db/stores/contracts';
import { saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { aDataset } from '../activities/migration/parts';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

const form = (name: string): string => `/engagements/${world.id}/forms/${name}`;
const page = async (path = '/exit') =>
  (await world.browse('owner', `/engagements/${world.id}${path}`)).page.text.replaceAll('&#x3D;', '=');

test('the exit plan is written in a form, which keeps what it has no field for and refuses what somebody has overtaken', async () => {
  const before = {
    alternatives: [{ name: 'Moon', leadDays: 30 }, { name: 'Sun' }],
    dataInventory: [{ name: 'Calls', location: 'CN', personalData: true }],
    nextTestAt: '2027-09-01',
  };
  await world.call('put', '/exit/plan', before).expect(200);
  expect(await page()).toContain(form('exit-plan'));
  const { page: drawn, send } = await world.browse('owner', form('exit-plan'));
  expect(drawn.text).toContain('Calls *');
  const typed = {
    ...{ version: '1', alternatives: 'Moon\nOurselves', estDays: '90', estCost: '1000.00', ktPlan: 'By shadowing.' },
    ...{ dataInventory: 'Calls\nTickets *', stepIn: 'Sven', testedAt: '2027-02-01', nextTestAt: '' },
  };
  const done = await send(typed).expect(303);
  expect(done.headers['location']).toBe(`/engagements/${world.id}/exit#readiness`);
  const { body } = await world.call('get', '/exit/plan').expect(200);
  expect(body).toMatchObject({
    alternatives: [{ name: 'Moon', leadDays: 30 }, { name: 'Ourselves' }],
    dataInventory: [
      { name: 'Calls', location: 'CN', personalData: false },
      { name: 'Tickets', personalData: true },
    ],
    ...{ estDays: 90, estCost: { amount: '1000.00' }, ktPlan: 'By shadowing.', stepIn: 'Sven', testedAt: '2027-02-01' },
    version: 2,
  });
  expect(body.nextTestAt).toBeUndefined();
  await send(typed).expect(422);
  expect((await world.call('get', '/exit/plan')).body.version).toBe(2);
});

test('a long exit plan is written whole, a corrected name keeps what is known of it, and what is too long is refused', async () => {
  const name = (n: number): string => `Vendor ${n} ${'x'.repeat(180)}`;
  const before = Array.from({ length: 50 }, (_, n) => ({ name: name(n), leadDays: n }));
  const dataInventory = Array.from({ length: 60 }, (_, n) => ({
    name: `D${n} ${'云'.repeat(190)}`,
    personalData: true,
  }));
  await world.call('put', '/exit/plan', { alternatives: before, dataInventory }).expect(200);
  const { send } = await world.browse('owner', form('exit-plan'));
  const lines = ['Corrected', ...before.slice(2).map((one) => one.name), name(1)];
  const typed = {
    ...{ version: '1', alternatives: lines.join('\r\n'), estDays: '', estCost: '', ktPlan: '', stepIn: '' },
    ...{ dataInventory: dataInventory.map((one) => `${one.name} *`).join('\r\n'), testedAt: '', nextTestAt: '' },
  };
  await send({ ...typed, ktPlan: 'x'.repeat(10_001) }).expect(422, /must have at most 10,?000 characters/);
  await send(typed).expect(303);
  const { body } = await world.call('get', '/exit/plan').expect(200);
  expect(body.alternatives).toEqual([{ name: 'Corrected', leadDays: 0 }, ...before.slice(2), before[1]]);
  expect(body.dataInventory).toEqual(dataInventory);
});

test('the end of a part is asked for in a form that names what there is, and says beside its field what is wrong', async () => {
  const kpi = { key: 'night', name: 'Answered at night', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'vendor', floor: 0, target: 100 } as const; // prettier-ignore
  await inTransaction(world.database.db, async (trx) => {
    const fee = { amount: '3000.00', currency: 'CNY' };
    await saveContract(trx, world.id, { terms: { clauses: [], notice: { months: 3, days: 0 }, monthlyFee: fee }, now: world.now }); // prettier-ignore
    await saveKpis(trx, world.id, { kpis: [kpi], contractVersion: 1 });
  });
  expect(await page()).toContain(form('partial-termination'));
  const { page: drawn, send } = await world.browse('owner', form('partial-termination'));
  expect(drawn.text).toContain('Answered at night');
  const typed = {
    ...{ scope: 'Night shift', cause: 'convenience', comment: 'Nobody calls.', kpis: 'night', feeReduction: '3000.00' },
    ...{ noticeDate: '2027-03-01', effectiveDate: '2027-04-01' },
  };
  const refused = await send(typed).expect(422);
  expect(refused.text).toMatch(/class="fault"[^>]*>[^<]*2027-06-01[^<]*<\/span><input[^>]*name="effectiveDate"/);
  expect(refused.text).toContain('value="3000.00"');
  expect((await world.call('get', '/partial-terminations').expect(200)).body.items).toEqual([]);
});

test('what was deleted has its certificate on the page of the exit and on that of the engagement, in every form', async () => {
  const ends = { source: { kind: 'directory' as const, path: '/srv/data' }, target: { kind: 'directory' as const, path: '/srv/copy' } }; // prettier-ignore
  await aDataset(world.database.db, world.id, { key: 'people', title: 'People', personalData: true, ...ends });
  const address = `/api/v1/engagements/${world.id}/exit/datasets/people/certificate?format=`;
  for (const path of ['/exit', '?part=exit']) expect(await page(path)).not.toContain(address);
  await world.database.db('datasets').where({ engagement_id: world.id }).update({ state: 'deleted' });
  for (const path of ['/exit', '?part=exit'])
    for (const format of ['html', 'pdf', 'xlsx', 'json']) expect(await page(path)).toContain(`${address}${format}`);
});
