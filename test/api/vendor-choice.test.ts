import { insertVendors } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { aVendor } from '../builders';
import { formIn } from './page-form';
import { ServiceWorld, START } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(undefined, { start: () => Promise.resolve() });
});
afterAll(() => world.close());
beforeEach(() => world.begin({ state: 'VENDOR_SELECTION' }));

const form = (name: string) => `/engagements/${world.id}/forms/${name}`;

describe('vendors to choose from', () => {
  const others = (of: number, name: (n: number) => string) =>
    Array.from({ length: of }, (_, n) => aVendor({ ownerId: null, name: name(n), contactEmail: `n${n}@example.com` }));
  beforeAll(() =>
    inTransaction(world.database.db, async (trx) => {
      await insertVendors(
        trx,
        others(501, (n) => `Zeta ${String(n).padStart(4, '0')}`),
        START,
      );
      await insertVendors(trx, [aVendor({ ownerId: null, name: 'alpha', contactEmail: 'a@example.com' })], START);
    }),
  );

  test('are the first by name, and those beyond are named', async () => {
    const { page, send } = await world.browse('owner', form('candidate'));
    const names = [...page.text.matchAll(/<option value="[^"]+">([^<]+)/g)].map(([, name]) => name);
    expect(names[0]).toBe('alpha');
    expect(names).not.toContain('Zeta 0500');
    expect(page.text).toContain('the first 500 by name');
    const unknown = await send({ vendorId: '', namedVendors: 'Zeta 9999' }).expect(422);
    expect(unknown.text).toContain('is the name of no vendor');
    expect(unknown.text).toContain('>Zeta 9999</textarea>');
    await send({ vendorId: world.vendorId, namedVendors: 'Zeta 0500' }).expect(422);
    await send({ vendorId: '', namedVendors: '' }).expect(422);
    await send({ vendorId: '', namedVendors: 'zeta 0500' }).expect(303);
    expect((await world.call('get', '/candidates').expect(200)).body.items).toHaveLength(1);
  });

  test('are invited by their names beside those that are ticked, and stand there afterwards', async () => {
    const { page, send } = await world.browse('owner', form('tender'));
    const version = formIn(page.text, form('tender')).get('version');
    const when = { questionsUntil: '2027-03-10T12:00', closeAt: '2027-03-20T12:00', lateBids: 'refuse' };
    const item = { 'items.0.title': 'Seats', 'items.0.quantity': '10', 'items.0.unit': 'seat' };
    const typed = { version, ...when, ...item, 'items.0.charge': 'annual', invited: [world.vendorId] };
    const refused = await send({ ...typed, namedVendors: 'Zeta 0500\nNobody' }).expect(422);
    expect(refused.text).toContain('>Zeta 0500\nNobody</textarea>');
    await send({ ...typed, namedVendors: 'Zeta 0500\nZETA 0499' }).expect(303);
    expect((await world.call('get', '/tender').expect(200)).body.invited).toHaveLength(3);
    const again = await world.browse('owner', form('tender'));
    expect(again.page.text).toMatch(/value="[^"]+" checked> Zeta 0500/);
  });
});
