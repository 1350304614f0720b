import { gateActivities } from '../../activities/gates';
import { exitActivities } from '../../activities/exit';
import { exitStatus } from '../../db/read/exit';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { EXIT_RULES_KEY } from '../../domain/exit/rules';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const LINES = [
  { kind: 'unpaid_invoice', money: cny('1500.00') },
  { kind: 'asset_loss', money: cny('120.00'), disputed: true },
];
const MEASURES = [{ name: 'Waiting time', unit: 's', baseline: 60, target: 30, direction: 'minimise' }];
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin({ state: 'EXITING' });
  const { db } = world.database;
  const needs = JSON.stringify({ successMeasures: MEASURES });
  await db('engagements').where({ id: world.id }).update({ needs, exit_cause: 'convenience', exit_effective_date: '2027-03-16' }); // prettier-ignore
  await waitForTasks(true);
  await exitActivities({ db }).openExit({ engagementId: world.id, effectiveDate: '2027-03-16', cause: 'convenience', now: world.now }); // prettier-ignore
});

const RULES = { recallDays: 5, silentDays: 10, retentionMonths: 36 };
const waitForTasks = (closingNeedsTasks: boolean) => {
  const body = { ...RULES, closingNeedsTasks };
  const setting = { key: EXIT_RULES_KEY, body, actorId: world.people.owner.person.id, now: world.now };
  return inTransaction(world.database.db, (trx) => addSetting(trx, setting));
};

async function settle(): Promise<void> {
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  const order = { engagementId: world.id, gate, outcome: 'approved', now: world.now } as const;
  await gateActivities({ db: world.database.db }).applyGate(order);
}

const missing = async () => (await exitStatus(world.database.db, world.id)).missing.map(({ path }) => path);
const done = (key: string, status = 200) => world.call('post', `/exit/tasks/${key}/done`, {}).expect(status);
const EARLIER = ['notify-vendor', 'review-contract', 'data-inventory', 'knowledge-transfer', 'migrate-data', 'acknowledge-data', 'revoke-access', 'settle-fees', 'delete-data']; // prettier-ignore
const REVIEW = {
  summary: 'Good while it lasted.',
  measures: [{ name: 'Waiting time', actual: 28 }],
  lessons: [{ text: 'Ask for logs early.', gate: 'needs', check: 'Logs asked for?' }],
  vendorStatus: 'qualified',
};

test('an engagement stays open until disputes, the agreement, the review and every task have come to an end', async () => {
  await settle();
  for (const key of EARLIER) await done(key);
  expect(await missing()).toEqual(['settlement.lines.2', 'tasks.confirm-settlement', 'tasks.exit-review']);
  expect((await done('confirm-settlement', 409)).body.code).toBe('STATE_CONFLICT');
  expect((await done('exit-review', 409)).body.code).toBe('STATE_CONFLICT');

  const [{ id }] = (await world.call('get', '/settlement/disputes')).body.items;
  await world.call('post', `/settlement/disputes/${id}/resolve`, { outcome: 'upheld', reason: 'Found.' }).expect(200);
  await world.call('post', '/settlement/confirmation', { name: 'Wu', evidence: 'File 7' }).expect(201);
  expect(await missing()).toEqual(['tasks.exit-review']);

  await world.call('put', '/exit/review', REVIEW).expect(200);
  await done('exit-review');
  expect(await exitStatus(world.database.db, world.id)).toEqual({ mayClose: true, missing: [] });
});

test('unless it is asked to, the end waits for no task, but for every dispute', async () => {
  await waitForTasks(false);
  await settle();
  expect(await missing()).toEqual(['settlement.lines.2']);

  const [{ id }] = (await world.call('get', '/settlement/disputes')).body.items;
  await world.call('post', `/settlement/disputes/${id}/resolve`, { outcome: 'upheld', reason: 'Found.' }).expect(200);

  expect(await exitStatus(world.database.db, world.id)).toEqual({ mayClose: true, missing: [] });
  const { body } = await world.call('get', '/exit');
  const playbook: readonly { readonly state: string }[] = body.playbook;
  expect(playbook.map(({ state }) => state)).toContain('open');
});

test('where the end waits for no task, what is left is still reviewed, confirmed and done afterwards', async () => {
  const item = { key: 'badge', kind: 'pass', title: 'Badge 7', holder: 'Wu', count: 1 };
  await world.call('put', '/exit/returns', [item]).expect(200);
  await world.database.db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
  for (const key of EARLIER.slice(0, 6)) await done(key);
  await done('revoke-access', 409);

  await world.call('post', '/exit/returns/badge/confirm', { state: 'returned' }).expect(200);
  await done('revoke-access');
  await world.call('put', '/exit/review', REVIEW).expect(200);
});

test('a vendor that never agrees is left out by two people, not by silence', async () => {
  await settle();
  await done('settle-fees', 409);
  for (const key of EARLIER) await done(key);
  await world.call('post', '/exit/tasks/confirm-settlement/waive', { reason: 'It is insolvent.' }).expect(200);
  expect(await missing()).toContain('tasks.confirm-settlement');
  await world.call('post', '/exit/tasks/confirm-settlement/waive/confirm', {}).expect(403);
});

test('the review of the exit shows what was reached, and its lessons reach later engagements once it is closed', async () => {
  await settle();
  for (const key of EARLIER) await done(key);
  const before = await world.call('get', '/exit/review').expect(200);
  expect(before.body).toMatchObject({ state: 'unwritten', facts: { proposedVendorStatus: 'qualified' }, vendorStatus: null }); // prettier-ignore

  const { body } = await world.call('put', '/exit/review', REVIEW).expect(200);

  expect(body).toMatchObject({ state: 'written', measures: { met: 1, measured: 1, metBp: 10_000 } });
  const lessons = () => world.database.db('lessons').where({ engagement_id: world.id }).select('lesson');
  expect(await lessons()).toEqual([]);
  await done('exit-review');
  expect(await lessons()).toEqual([{ lesson: 'Ask for logs early.' }]);
  expect((await world.call('put', '/exit/review', REVIEW)).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
});

test.each([
  ['names a measure that the needs do not have', { ...REVIEW, measures: [{ name: 'Fun', actual: 1 }] }],
  ['leaves the vendor in a state of another kind', { ...REVIEW, vendorStatus: 'blocked' }],
  ['has no summary', { ...REVIEW, summary: '' }],
])('a review that %s is refused', async (_what, body) => {
  expect((await world.call('put', '/exit/review', body)).status).toBe(422);
});
