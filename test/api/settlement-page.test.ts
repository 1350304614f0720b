import { gateActivities } from '../../activities/gates';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());

test('what was typed to raise or to settle a dispute is there again when it was refused', async () => {
  await world.begin({ state: 'EXITING', locale: 'en' });
  const lines = [
    { kind: 'final_fee_prorata', money: cny('1500.00') },
    { kind: 'termination_fee', money: cny('400.00'), disputed: true, note: 'Notice was kept.' },
  ];
  await world.call('put', '/settlement', { lines }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  const { db } = world.database;
  await gateActivities({ db }).applyGate({ engagementId: world.id, gate, outcome: 'approved', now: world.now });
  const settlement = async () => (await world.call('get', '/settlement').expect(200)).body;
  const [{ id }] = (await settlement()).disputes;

  const { send } = await world.browse('owner', `/engagements/${world.id}/settlement`);
  const refused = await send({ act: 'resolve', dispute: id, outcome: 'agreed', amount: '1', reason: 'x' }).expect(422);

  expect(refused.text).toMatch(/value="agreed" checked>[\s\S]*name="amount"[^>]*value="1">[\s\S]*>x<\/textarea>/);
  const unsaid = await send({ act: 'dispute', line: '1', reason: 'y' }).expect(422);
  expect(unsaid.text).toMatch(/<option value="1" selected>1<[\s\S]*>y<\/textarea>/);
  expect((await settlement()).disputes).toMatchObject([{ id, outcome: null }]);
});
