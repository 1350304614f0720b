import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { recordActivities } from '../../activities/record';
import { saveRequest } from '../../db/stores/requests';
import { inTransaction } from '../../db/transaction';
import { openRequest } from '../../domain/approval/reducer';
import { openEngagement } from '../../domain/engagement/engagement';
import { COMPLETE, NeedsWorld, NOW } from './needs-world';

let world: NeedsWorld;
let engagement: string;

beforeAll(async () => {
  world = await NeedsWorld.open();
});
beforeEach(async () => {
  engagement = await world.engage();
});
afterAll(() => world.close());

const writeNeeds = (needs: object) => world.call('patch', `/engagements/${engagement}/needs`).send(needs).expect(200);

test('a gate whose request is known, as after a reset, is not held against what the records say today', async () => {
  await writeNeeds(COMPLETE);
  const { request, isRecorded } = await world.submit(engagement);
  expect(isRecorded ?? false).toBe(false);
  const state = { ...openRequest(request, NOW), version: 1 };
  await inTransaction(world.db, (trx) => saveRequest(trx, { state, runs: [], tasks: [] }));
  await writeNeeds({ swotItems: [] });

  const { requestId, subjectHash } = request;
  expect(await world.submit(engagement, { requestId })).toMatchObject({
    isRecorded: true,
    request: { requestId, subjectHash, gate: 'needs', policyKey: 'gate-needs' },
  });
  await expect(world.submit(engagement)).rejects.toThrow('not complete');
});

test('an approval of gate G3 that is said again after a reset does not approve what was written since', async () => {
  const contract = () => world.db('contracts').where({ engagement_id: engagement });
  await world.db('contracts').insert({ engagement_id: engagement, terms: {}, version: 1, updated_at: new Date(NOW) });
  const gate = { gate: 'contract', requestId: uuidv7(), choice: {} } as const;
  const order = { engagementId: engagement, gate, outcome: 'approved', now: NOW } as const;
  await gateActivities(world).applyGate(order);
  await recordActivities(world).recordEngagement({
    engagement: { ...openEngagement(engagement), state: 'CONTRACTING', version: 7 },
    ...{ type: 'engagement.gate-decided', actorId: null, channel: 'workflow', now: NOW },
    detail: { gate: 'contract', requestId: gate.requestId, outcome: 'approved' },
  });
  await contract().update({ version: 2 });
  await gateActivities(world).applyGate(order);
  expect(await contract().first('approved_version')).toEqual({ approved_version: 1 });

  await gateActivities(world).applyGate({ ...order, gate: { ...gate, requestId: uuidv7() } });
  expect(await contract().first('approved_version')).toEqual({ approved_version: 2 });
});
