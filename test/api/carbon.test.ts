import { v7 as uuidv7 } from 'uuid';
import { readSheetRows } from '../../api/sheets/read';
import { insertMonthCost } from '../../db/stores/management-costs';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { aVendor } from '../builders';
import { cny, LedgerWorld } from './ledger-world';
import { NOW, pathsOf } from './needs-world';
import { signedIn } from './world';

let ledger: LedgerWorld;
let id: string;
const vendorId = uuidv7();
beforeAll(async () => {
  ledger = await LedgerWorld.open();
  id = await ledger.serve();
  const { db, manager } = ledger.world;
  await inTransaction(db, (trx) =>
    insertVendor(trx, aVendor({ id: vendorId, name: 'Ada', ownerId: manager.person.id }), NOW),
  );
  await db('engagements').where({ id }).update({ vendor_id: vendorId });
});
afterAll(() => ledger.world.close());

const call = (...args: Parameters<LedgerWorld['world']['call']>) => ledger.world.call(...args);
const factor = async (tonnesPerUnit: number) => {
  const { service_type: serviceType } = (await ledger.world.db('engagements').where({ id }).first()) as { service_type: string }; // prettier-ignore
  const factors = [{ serviceType, year: 2025, currency: 'CNY', tonnesPerUnit, source: 'Statistics' }];
  await call('put', '/settings/emission-factors', ledger.world.admin).send({ factors }).expect(200);
};
const FIGURES = { year: 2026, totalTonnes: 4200, revenue: cny('26000000.00'), source: 'Annual report', verifiedBy: 'TÜV' }; // prettier-ignore
const report = (part: object = {}, who = ledger.world.manager) =>
  call('put', `/vendors/${vendorId}/emissions`, who).send({ ...FIGURES, ...part });
const months = async (query: string) =>
  ((await call('get', `/engagements/${id}/carbon${query}`).expect(200)).body as { items: object[] }).items;

test('a month is unknown without figures, goes by spend with a factor, and by the vendor once it reports', async () => {
  const october = '?from=2026-10&to=2026-10';
  expect(await months(october)).toEqual([
    { month: '2026-10', spend: cny('10000.00'), tonnes: null, method: 'unknown', factor: null, emissions: null, rates: [] }, // prettier-ignore
  ]);
  await factor(0.00021);
  expect(await months(october)).toMatchObject([{ tonnes: 2.1, method: 'spend-based', factor: { source: 'Statistics' } }]); // prettier-ignore
  expect((await report().expect(200)).body).toMatchObject({ version: 1, verifiedBy: 'TÜV' });
  expect(await months(october)).toMatchObject([{ tonnes: 1.6154, method: 'supplier-specific', factor: null }]);
  // Half a month of service in August.
  expect(await months('?from=2026-08&to=2026-08')).toMatchObject([{ spend: cny('5161.29'), tonnes: 0.8337 }]);
});

test('figures of a year are corrected by a version more', async () => {
  expect((await report({ totalTonnes: 2600 }).expect(200)).body).toMatchObject({ version: 2 });
  const { body } = await call('get', `/vendors/${vendorId}/emissions`).expect(200);
  expect((body as { items: object[] }).items).toMatchObject([
    { year: 2026, version: 2, totalTonnes: 2600 },
    { year: 2026, version: 1, totalTonnes: 4200 },
  ]);
  expect(await months('?from=2026-10&to=2026-10')).toMatchObject([{ tonnes: 1 }]);
});

test('figures come from people who may record them, and are whole', async () => {
  await report({}, await signedIn(ledger.world.db, { roles: ['auditor'] })).expect(403);
  expect(pathsOf(await report({ revenue: cny('0.00') }).expect(422))).toEqual(['revenue.amount']);
  await call('put', `/vendors/${uuidv7()}/emissions`).send(FIGURES).expect(404);
});

test('the ledger can be taken away as a sheet', async () => {
  const at = `/engagements/${id}/carbon/export`;
  const { text } = await call('get', `${at}?format=csv&from=2026-10&to=2026-10`).expect(200);
  expect(text).toContain('2026-10,10000.00,CNY,1,');
  const lines = await readSheetRows(Buffer.from(text));
  expect(lines).toHaveLength(2);
  await call('get', `${at}?format=xlsx`)
    .expect(200)
    .expect('content-type', /spreadsheetml/);
});

test('the portfolio sums closed months', async () => {
  const carbon = async () => ((await call('get', '/portfolio').expect(200)).body as { carbon: object }).carbon;
  expect(await carbon()).toMatchObject({ tonnes: 0, engagements: 0 });
  const [cost] = await ledger.months(id, '?from=2026-10&to=2026-10');
  await inTransaction(ledger.world.db, (trx) => insertMonthCost(trx, id, { cost: cost!, now: NOW }));
  expect(await carbon()).toEqual({ tonnes: 1, supplierSpecific: 1, spendBased: 0, engagements: 1, unknownMonths: 0 });
});
