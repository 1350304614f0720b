import { saveContract } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { noDocuments } from '../documents';
import { formIn } from './page-form';
import { ServiceWorld } from './service-world';

const said: { update: string; arg: unknown }[] = [];
const update = <T>({ update: name, arg }: { update: string; arg: unknown }): Promise<T> => {
  said.push({ update: name, arg });
  return Promise.resolve({ requestId: '0198f0de-0000-7000-8000-0000000000c1' } as T);
};
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(noDocuments.store, { update });
});
afterAll(() => world.close());
beforeEach(async () => {
  said.length = 0;
  await world.begin();
  const dates = { start: '2026-01-01', initialMonths: 24, renewal: 'none' as const, notice: { months: 3, days: 0 } };
  const terms = { clauses: [], ...dates, monthlyFee: { amount: '1000.00', currency: 'CNY' } };
  await inTransaction(world.database.db, (trx) => saveContract(trx, world.id, { terms, now: world.now }));
});

const form = (name: string) => `/engagements/${world.id}/forms/${name}`;
const typed = { cause: 'convenience', noticeDate: '2027-03-01', effectiveDate: '2027-04-01', comment: 'Too dear.' };

test('the end of a service is asked for once its dates have been seen, and for those dates alone', async () => {
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain(`href="${form('termination')}"`);
  const { send } = await world.browse('owner', form('termination'));
  const early = await send(typed).expect(200);
  expect(early.text).toContain('Tue, 1 Jun 2027');
  expect(early.text).toContain('Too dear.');
  const seen = Object.fromEntries(formIn(early.text, form('termination')));
  expect(said).toEqual([]);

  const other = await send({ ...seen, effectiveDate: '2027-06-01' }).expect(200);
  expect(said).toEqual([]);
  await send(Object.fromEntries(formIn(other.text, form('termination')))).expect(303);
  expect(said).toMatchObject([
    { update: 'submitGate', arg: { gate: 'exit', termination: { ...typed, effectiveDate: '2027-06-01' } } },
    { update: 'opened' },
  ]);
});

test('what is wrong with a termination is said beside its field, in the language of the reader', async () => {
  const { send } = await world.browse('owner', `${form('termination')}?lang=zh-CN`);
  const refused = await send({ ...typed, effectiveDate: '2027-02-01', comment: '' }).expect(422);
  expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="effectiveDate"/);
  expect(refused.text).not.toContain('must ');
  expect(refused.text).toContain('value="2027-02-01"');
  expect(said).toEqual([]);
});

test('nobody without a part asks for an end, and a service that leaves already is not ended again', async () => {
  await expect(world.browse('stranger', form('termination'))).rejects.toThrow('403');
  await world.database.db('engagements').where({ id: world.id }).update({ state: 'EXITING', exit_cause: 'breach' });
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).not.toContain(form('termination'));
});

test('an engagement is given up before its contract is signed, for a reason', async () => {
  await world.begin({ state: 'CONTRACTING' });
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain(`href="${form('withdraw')}"`);
  expect(page.text).not.toContain(form('cancel'));
  const { send } = await world.browse('owner', form('withdraw'));
  await send({ reason: '' }).expect(422);
  expect(said).toEqual([]);
  await send({ reason: 'We do it ourselves.' }).expect(303);
  expect(said).toMatchObject([{ update: 'withdraw', arg: { reason: 'We do it ourselves.' } }]);
});

test('who is no administrator cancels nothing', async () => {
  await expect(world.browse('owner', form('cancel'))).rejects.toThrow('403');
  expect(said).toEqual([]);
});
