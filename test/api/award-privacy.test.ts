import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { RESIDENCY_RULES_KEY, SHIPPED_RESIDENCY_RULES } from '../../domain/residency/rules';
import { begin, scoring } from './selection-desk';
import { TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
  const { db } = world.database;
  const body = { ...SHIPPED_RESIDENCY_RULES, homeCountry: 'CN' };
  const actorId = world.people.owner.person.id;
  await inTransaction(db, (trx) => addSetting(trx, { key: RESIDENCY_RULES_KEY, body, actorId, now: world.now }));
});
afterAll(() => world.close());

test('an award that takes important data abroad is flagged to its approvers and begins the work of assessing it', async () => {
  const { id, first } = await begin(world);
  const { db } = world.database;
  await db('vendors')
    .whereIn('id', db('candidates').where({ id: first }).select('vendor_id'))
    .update({ country: 'DE' });
  await db('engagements')
    .where({ id })
    .update({ needs: JSON.stringify({ importantData: true }) });
  await scoring(world)('ann', first, 4).expect(200);
  const { prepared } = world.submitAward(first, 'Best team');
  const { request } = await prepared;
  const { data } = await db('request_subjects').where({ request_id: request.requestId }).first('data');
  expect(data).toMatchObject({
    flags: expect.arrayContaining(['DATA_CROSS_BORDER']),
    dataTransfer: { destinations: ['DE'], legalBasis: null },
  });
  const work = await db('action_items').where({ engagement_id: id, kind: 'privacy-assessment' }).select('key', 'state');
  expect(work).toEqual([{ key: expect.stringContaining(':DE:'), state: 'open' }]);
});
