import { v7 as uuidv7 } from 'uuid';
import { sideRequestActivities } from '../../activities/side-requests';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { anOpening } from '../builders';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;
let id: string;
const NEXT_YEAR = `${new Date().getUTCFullYear() + 1}-06-30`;
const LATER = `${new Date().getUTCFullYear() + 1}-07-31`;
beforeAll(async () => {
  world = await ApprovalWorld.open({ M: ['manager'], O: ['manager'], F: ['finance'], S: ['executive'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  id = uuidv7();
  const roles = { finance: world.id('F'), serviceManager: world.id('M') };
  await inTransaction(world.database.db, async (trx) => {
    const body = anOpening({ ownerId: world.id('O'), sponsorId: world.id('S'), roles });
    await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
  });
  await state('CONTRACTING');
});

const fee = { amount: '1000.00', currency: 'CNY' };
const state = (to: string) =>
  inTransaction(world.database.db, (trx) => trx('engagements').where({ id }).update({ state: to }));
const send = (method: 'get' | 'post', path: string, body?: object, by = 'O') =>
  world.call(by, method, `/engagements/${id}${path}`).send(body);
const plan = async (part: object = {}): Promise<string> => {
  const criteria = [{ key: 'live', text: 'It is live' }];
  const body = { title: 'First phase', due: NEXT_YEAR, fee, criteria, ...part };
  return (await send('post', '/milestones', body).expect(201)).body.id as string;
};
const read = async (milestone: string) => (await send('get', `/milestones/${milestone}`).expect(200)).body;
const decide = (requestId: string, outcome: 'approved' | 'rejected') =>
  sideRequestActivities(world.database).applySideRequest({ engagementId: id, requestId, outcome, now: Date.now() });
const met = { criteria: [{ key: 'live', met: true }] };

describe('an acceptance that others approve', () => {
  test('counts once they have; until then nobody judges the delivery, and whoever delivered is not asked', async () => {
    const milestone = await plan({ policyKey: 'credit-claim' });
    await state('IN_SERVICE');
    await send('post', `/milestones/${milestone}/deliver`, { note: 'Live' }, 'M').expect(200);
    const asked = (await send('post', `/milestones/${milestone}/accept`, met).expect(200)).body;
    expect(asked).toMatchObject({
      state: 'delivered',
      payable: null,
      rounds: [{ outcome: null, criteria: met.criteria }],
    });
    const { requestId } = asked.rounds[0];
    const request = (await world.call('F', 'get', `/requests/${requestId}`)).body;
    expect(request).toMatchObject({
      subject: { type: 'milestone', data: { milestone: 'First phase', amount: 1000, currency: 'CNY' } },
      steps: [{ tasks: [{ assigneeId: world.id('F') }] }],
    });
    await send('post', `/milestones/${milestone}/accept`, met, 'S').expect(409);
    await send('post', `/milestones/${milestone}/cancel`, { reason: 'No' }).expect(409);
    expect(await decide(requestId, 'approved')).toMatchObject({ replan: true });
    expect(await read(milestone)).toMatchObject({ state: 'accepted', payable: fee, rounds: [{ outcome: 'accepted' }] });
    await decide(requestId, 'rejected');
    expect(await read(milestone)).toMatchObject({ state: 'accepted' });
  });

  test('that they refuse leaves the delivery to be judged again, its task open', async () => {
    const milestone = await plan({ policyKey: 'credit-claim' });
    await state('IN_SERVICE');
    await send('post', `/milestones/${milestone}/deliver`, { note: 'Live' }, 'M').expect(200);
    const asked = (await send('post', `/milestones/${milestone}/accept`, met).expect(200)).body;
    await decide(asked.rounds[0].requestId, 'rejected');
    expect(await read(milestone)).toMatchObject({ state: 'delivered', rounds: [{ outcome: null, requestId: null }] });
    const items = await world.database.db('action_items').where({ engagement_id: id, kind: 'milestone-acceptance' });
    expect(items).toMatchObject([{ state: 'open' }]);
    const missing = { criteria: [{ key: 'live', met: false, reason: 'It is not.' }] };
    await send('post', `/milestones/${milestone}/reject`, missing).expect(200);
    expect(await read(milestone)).toMatchObject({ state: 'rejected' });
  });
});

describe('a signed milestone', () => {
  const change = (milestones: readonly object[]) => ({
    scopeDelta: 'Later',
    costDelta: { amount: '500.00', currency: 'CNY' },
    scheduleDeltaDays: 31,
    reason: 'The building is late',
    milestones,
  });

  test('gets another day and fee by a change request, once that is approved', async () => {
    const milestone = await plan();
    const added = await plan({ fee: undefined, title: 'Second phase' });
    await state('IN_SERVICE');
    const more = { amount: '1500.00', currency: 'CNY' };
    const moves = [
      { milestoneId: milestone, due: LATER, fee: more },
      { milestoneId: added, fee },
    ];
    const { body } = await send('post', '/changes', change(moves)).expect(201);
    expect(body).toMatchObject({ status: 'pending', milestones: moves });
    const request = (await world.call('F', 'get', `/requests/${body.requestId}`)).body;
    expect(request.subject.data.milestones[0]).toContain(`${NEXT_YEAR} → ${LATER}, 1000.00 CNY → 1500.00 CNY`);
    expect(await read(milestone)).toMatchObject({ due: NEXT_YEAR, fee });
    expect(await decide(body.requestId, 'approved')).toMatchObject({ replan: true });
    expect(await read(milestone)).toMatchObject({ due: LATER, fee: more, version: 2 });
    expect(await read(added)).toMatchObject({ due: NEXT_YEAR, fee, contractual: true });
    await decide(body.requestId, 'approved');
    expect(await read(milestone)).toMatchObject({ version: 2 });
  });

  test('stays as it is where the change is refused, and where it is not of the engagement', async () => {
    const milestone = await plan();
    await state('IN_SERVICE');
    await send('post', '/changes', change([{ milestoneId: uuidv7(), due: LATER }])).expect(422);
    await send('post', '/changes', change([{ milestoneId: milestone }])).expect(422);
    const { body } = await send('post', '/changes', change([{ milestoneId: milestone, due: LATER }])).expect(201);
    await decide(body.requestId, 'rejected');
    expect(await read(milestone)).toMatchObject({ due: NEXT_YEAR, version: 1 });
  });
});
