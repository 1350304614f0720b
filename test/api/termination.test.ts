import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { saveContract } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { Termination } from '../../domain/engagement/schema';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(async () => {
  await world.begin();
  const terms = { clauses: [], notice: { months: 3, days: 0 } };
  await inTransaction(world.database.db, (trx) => saveContract(trx, world.id, { terms, now: world.now }));
});
afterAll(() => world.close());

const said = { noticeDate: '2027-03-01', effectiveDate: '2027-04-01', comment: 'It leaks.' };
const ask = async (termination: object) => {
  const requestId = uuidv7();
  await gateActivities(world.database).prepareGate({
    ...{ engagementId: world.id, gate: 'exit', requestId, body: {}, again: false },
    ...{ actorId: world.people.owner.person.id, channel: 'api', now: world.now },
    termination: Termination.parse(termination),
  });
  return (await world.database.db('request_subjects').where({ request_id: requestId }).first('data')).data;
};

test('whoever decides on a breach sees what shows it; the notice is not waited for', async () => {
  const evidence = 'Report 12 of the audit of 20 February.';
  expect(await ask({ ...said, cause: 'breach', evidence })).toMatchObject({ cause: 'breach', evidence });
});

test('without a breach the notice of the contract is kept', async () => {
  await expect(ask({ ...said, cause: 'convenience' })).rejects.toThrow('The notice is too short.');
  expect(await ask({ ...said, cause: 'convenience', effectiveDate: '2027-06-01' })).toMatchObject({
    effectiveDate: '2027-06-01',
  });
});
