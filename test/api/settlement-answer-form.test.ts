import { gateActivities } from '../../activities/gates';
import { faultsIn, focusedIn, hiddenOf } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const LINES = [
  { kind: 'final_fee_prorata', money: cny('1500.00') },
  { kind: 'termination_fee', money: cny('400.00'), disputed: true, note: 'Notice was kept.' },
  { kind: 'service_credit', money: cny('120.00') },
];

/** The page on which the vendor answers to an approved account, of which one line is disputed already. */
async function asked(): Promise<string> {
  await world.begin({ state: 'EXITING' });
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  const { db } = world.database;
  await gateActivities({ db }).applyGate({ engagementId: world.id, gate, outcome: 'approved', now: world.now });
  await world.settle();
  const letter = (await world.post()).find(({ to }) => to.address.startsWith('v-'));
  return /http:\/\/localhost(\/s\/\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

async function answer(path: string, fields: Record<string, string>, status: number) {
  const sha256 = /name="sha256" value="([^"]+)"/.exec((await world.page(path)).text)?.[1] ?? '';
  return world.act(path, { sha256, name: 'Wu', ...fields }, status);
}

test('what the vendor typed stays where the exit was closed meanwhile', async () => {
  const path = await asked();
  const agreed = { 'answer-1': 'agree', 'answer-3': 'agree' };
  const open = hiddenOf((await world.page(path)).text);
  await world.database.db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
  const disputed = { ...agreed, 'answer-1': 'dispute', 'reason-1': 'Not <so>', name: 'Wu' };
  const late = await world.act(path, { ...open, ...disputed }, 409);
  expect(focusedIn(late.text)).toEqual(['alert']);
  expect(late.text).toContain('<blockquote>Not &lt;so&gt;</blockquote>');
  expect((await world.call('get', '/settlement').expect(200)).body.disputes).toHaveLength(1);
});

test('the vendor is led to the first line without an answer, to a missing reason and to its name', async () => {
  const path = await asked();
  const open = await answer(path, { 'answer-1': 'dispute', 'reason-1': 'x', name: '' }, 422);
  expect(focusedIn(open.text)).toEqual(['reason-1']);
  expect(faultsIn(open.text)).toEqual(['must have at least 2 characters', 'is needed', 'must not be empty']);
  expect(open.text).toContain('value="dispute" checked');
  const first = await answer(path, { 'answer-3': 'agree' }, 422);
  expect(first.text).toMatch(/<fieldset class="question fault" tabindex="-1" autofocus><legend>1\./);
  const unnamed = await answer(path, { 'answer-1': 'agree', 'answer-3': 'agree', name: '' }, 422);
  expect(focusedIn(unnamed.text)).toEqual(['name']);
  const { body } = await world.call('get', '/settlement').expect(200);
  expect(body.disputes).toHaveLength(1);
  expect((await world.trail()).map(({ type }) => type)).not.toContain('settlement.confirmed');
});
