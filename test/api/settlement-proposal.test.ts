import { saveContract } from '../../db/stores/contracts';
import { insertCreditLines } from '../../db/stores/credit-lines';
import { inTransaction } from '../../db/transaction';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin({ state: 'EXITING' });
  const { db } = world.database;
  const terms = { clauses: [], start: '2026-01-01', monthlyFee: cny('3100.00'), terminationFee: cny('500.00') };
  await inTransaction(db, (trx) => saveContract(trx, world.id, { terms, now: world.now }));
  const exit = { exit_cause: 'convenience', exit_effective_date: '2027-03-16' };
  await db('engagements').where({ id: world.id }).update(exit);
});

const bill = (part: object) =>
  world.call('post', '/invoices', { number: 'R-1', period: '2027-02', money: cny('3100.00'), ...part });
const proposal = async () => (await world.call('get', '/settlement/proposal').expect(200)).body;

test('a proposal names the source and the computation of each line, and can be sent to PUT as it is', async () => {
  await bill({}).expect(201);
  await inTransaction(world.database.db, (trx) =>
    insertCreditLines(trx, world.id, {
      lines: [{ period: '2027-02', kpi: 'uptime', kind: 'credit', minor: 12_345 }],
      currency: 'CNY',
      invoice: '2027-03',
      now: world.now,
    }),
  );

  const { lines, net, byHand, omitted } = await proposal();

  expect(lines).toEqual([
    { kind: 'final_fee_prorata', money: cny('1500.00'), source: 'contract v1 2027-03', note: '3,100.00 CNY × 15 of 31 days, less 0.00 CNY already billed' }, // prettier-ignore
    { kind: 'unpaid_invoice', money: cny('3100.00'), source: 'invoice R-1', note: 'Billed 3,100.00 CNY, paid 0.00 CNY' }, // prettier-ignore
    { kind: 'termination_fee', money: cny('500.00'), source: 'contract v1', note: expect.stringContaining('convenience') }, // prettier-ignore
    { kind: 'service_credit', money: cny('123.45'), source: 'credit 2027-02 uptime', note: expect.stringContaining('no invoice of its month') }, // prettier-ignore
  ]);
  expect([net, byHand, omitted]).toEqual([cny('4976.55'), ['assistance_fee', 'liquidated_damages', 'asset_loss'], []]);
  const put = await world.call('put', '/settlement', { lines }).expect(200);
  expect(put.body).toMatchObject({ lines, net, payable: net });
});

test('a proposal changes nothing and speaks the language of its reader', async () => {
  const who = { id: world.people.owner.person.id };
  await world.database.db('users').where(who).update({ locale: 'zh-CN' });
  expect((await proposal()).lines[0].note).toBe('3,100.00 CNY × 15/31 天，减去已开票 0.00 CNY');
  await world.database.db('users').where(who).update({ locale: 'en' });
  await world.call('get', '/settlement').expect(404);
});

test('before the end is known there is nothing to propose', async () => {
  await world.database.db('engagements').where({ id: world.id }).update({ exit_effective_date: null });
  expect((await world.call('get', '/settlement/proposal')).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
});

test('what is paid of an invoice is recorded; a status that contradicts the sum is refused', async () => {
  const { body } = await bill({ evidence: 'scan 17' }).expect(201);
  const pay = (part: object) => world.call('patch', `/invoices/${body.id}`, part);
  expect(body).toMatchObject({ about: 'fee', status: 'unpaid', paid: cny('0.00'), evidence: 'scan 17' });
  expect((await pay({ status: 'unpaid', paid: cny('100.00') })).body).toMatchObject({ status: 'unpaid', paid: cny('100.00') }); // prettier-ignore
  expect((await pay({ status: 'paid', paid: cny('100.00') })).body).toMatchObject({ status: 422, errors: [{ path: 'paid' }] }); // prettier-ignore
  expect((await pay({ status: 'paid' })).body).toMatchObject({ status: 'paid', evidence: 'scan 17' });
  const { body: list } = await world.call('get', '/invoices').expect(200);
  expect(list).toMatchObject({ items: [{ number: 'R-1', paid: cny('3100.00') }], next: null });
  expect((await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('invoice.'))).toEqual([
    'invoice.recorded',
    'invoice.paid',
    'invoice.paid',
  ]);
});

test.each([
  ['of a number that is on record', {}, 409, 'CONFLICT'],
  ['in another currency', { number: 'R-2', money: { amount: '1.00', currency: 'EUR' } }, 422, 'INVALID_FIELDS'],
  ['about a quarter', { number: 'R-2', period: '2027-Q1' }, 422, 'INVALID_FIELDS'],
  ['with a field nobody knows', { number: 'R-2', due: '2027-03-01' }, 422, 'INVALID_FIELDS'],
])('an invoice %s is refused', async (_what, part, status, code) => {
  await bill({}).expect(201);
  expect((await bill(part)).body).toMatchObject({ status, code });
  expect((await world.call('get', '/invoices')).body.items).toHaveLength(1);
});

test('whoever has no part in the engagement records no invoice', async () => {
  const body = { number: 'R-1', period: '2027-02', money: cny('1.00') };
  await world.call('post', '/invoices', body, 'stranger').expect(403);
});
