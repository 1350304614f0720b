import { v7 as uuidv7 } from 'uuid';
import { insertEngagement } from '../../db/stores/engagements';
import { savedState } from '../../db/stores/requests';
import { inTransaction } from '../../db/transaction';
import { saidIn } from '../../templates/said';
import { anOpening } from '../builders';
import { ApprovalWorld } from './approval-world';

/** S1, S6: where it is switched on, no policy at all lets people decide their own requests, or time approve. */
let world: ApprovalWorld;
const RULES = '/settings/duty-rules';
const BEFORE = { newRoleHours: 0, policiesByTwo: false, endingsByTwo: false };
const ON = { ...BEFORE, approvalsByOthers: true, noApprovalsByTime: true };

beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['manager'], W: ['admin'], X: ['admin'], F: ['finance'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of ['proposals', 'settings']) await world.database.db(table).delete();
});

let keys = 0;
const set = (body: object) => world.call('W', 'put', RULES).send(body);
const save = (key: string, body: object) => world.call('W', 'put', `/policies/${key}`).send(body);
const stepOf = (part: object = {}) => ({
  ...{ key: 's1', title: 'Step', mode: 'any', assignees: [{ user: world.id('R') }], sla: { duration: 'P1D' } },
  ...part,
});
const policy = (part: object = {}) => ({ title: 'Own', settings: {}, steps: [stepOf(part)] });
const BOTH = { selfHandler: 'allow', timeout: { action: 'approve' } };
const PATHS = ['steps.0.selfHandler', 'steps.0.timeout.action'];
const pathsOf = ({ errors }: { errors: readonly { path: string }[] }) => errors.map(({ path }) => path).sort();
const isToldInChinese = ({ errors }: { errors: readonly { message: string }[] }): void => {
  for (const { message } of errors) expect(saidIn('zh-CN', message)).toMatch(/职责分离规则/);
};
const isVersion = async (key: string, version: number): Promise<void> =>
  expect((await world.call('W', 'get', `/policies/${key}`)).body.version).toBe(version);
async function savedAsItShips(part: object = BOTH): Promise<string> {
  const key = `p-apart-${++keys}`;
  await save(key, policy(part)).expect(200);
  return key;
}

test('a body that says nothing of it is taken, and such policies are saved as before', async () => {
  const { body } = await set(BEFORE).expect(200);
  expect(body).toMatchObject({ ...BEFORE, approvalsByOthers: false, noApprovalsByTime: false });
  await isVersion(await savedAsItShips(), 1);
});

test('whatever would let people decide their own requests, or time approve, is refused at its field', async () => {
  const key = await savedAsItShips();
  await set(ON).expect(200);
  for (const one of [key, 'p-new-apart', 'gate-needs']) {
    const { body } = await save(one, policy(BOTH)).expect(422);
    expect([body.code, pathsOf(body)]).toEqual(['POLICY_INVALID', PATHS]);
    isToldInChinese(body);
  }
  await save(key, policy({ timeout: { action: 'reject' } })).expect(200);
  await set({ ...ON, noApprovalsByTime: false }).expect(200);
  expect(pathsOf((await save(key, policy(BOTH)).expect(422)).body)).toEqual(PATHS.slice(0, 1));
});

test('a matrix is not put into a policy whose steps do so', async () => {
  const key = `p-apart-${++keys}`;
  const matrix = { inputs: [{ label: 'A', expression: 'amount' }], rules: [{ when: ['> 5'], steps: ['s1'] }], otherwise: ['s1'] }; // prettier-ignore
  const put = () => world.call('W', 'put', `/policies/${key}/matrices/who`).set('content-type', 'text/csv').send('A,s1\r\n>= 9,x\r\notherwise,x\r\n'); // prettier-ignore
  await save(key, { ...policy(), steps: [{ key: 'who', matrix, steps: [stepOf(BOTH)] }] }).expect(200);
  await put().expect(200);
  await set(ON).expect(200);
  expect(pathsOf((await put().expect(422)).body)).toEqual(PATHS.map((path) => path.replace('.0.', '.0.steps.0.')));
  await isVersion(key, 2);
});

test('a proposal that was made before is not confirmed, and none is made after', async () => {
  const key = `p-apart-${++keys}`;
  await set({ ...BEFORE, policiesByTwo: true }).expect(200);
  const { proposalId } = (await save(key, policy(BOTH)).expect(202)).body as { proposalId: string };
  await world.database.db('settings').delete();
  await set({ ...ON, policiesByTwo: true }).expect(200);
  const confirmed = world.call('X', 'post', `/proposals/${proposalId}/actions`).send({ action: 'confirm' });
  expect(pathsOf((await confirmed.expect(422)).body)).toEqual(PATHS);
  await save(`${key}-other`, policy(BOTH)).expect(422);
  await world.call('W', 'get', `/policies/${key}`).expect(404);
});

test('a version saved earlier has no such effect in a round that begins while it is on', async () => {
  const policyKey = await savedAsItShips();
  const asked = async () => {
    const subject = { type: 'payment', title: 'Pay', data: {} };
    const { body } = await world.call('R', 'post', '/requests').send({ policyKey, subject }).expect(201);
    const [step] = (await savedState(world.database.db, body.id))?.policy?.steps ?? [];
    return { version: body.policy.version, assigneeId: body.steps[0].tasks[0].assigneeId, step };
  };
  const before = await asked();
  expect(before).toMatchObject({ version: 1, assigneeId: world.id('R'), step: BOTH });
  await set(ON).expect(200);
  const after = await asked();
  expect(after).toMatchObject({ version: 1, step: { selfHandler: 'forbid', timeout: { action: 'none' } } });
  expect([world.id('W'), world.id('X')]).toContain(after.assigneeId);
});

test('a milestone does not name a policy that does so, and may name one that does not', async () => {
  const id = uuidv7();
  await inTransaction(world.database.db, async (trx) => {
    const opening = anOpening({ ownerId: world.id('R'), sponsorId: world.id('F'), roles: {} });
    await insertEngagement(trx, { id, body: opening, criticality: 'general', now: Date.now() });
    await trx('engagements').where({ id }).update({ state: 'CONTRACTING' });
  });
  const milestone = {
    ...{ title: 'First phase', due: `${new Date().getUTCFullYear() + 1}-06-30` },
    ...{ fee: { amount: '1000.00', currency: 'CNY' }, criteria: [{ key: 'live', text: 'It is live' }] },
  };
  const plan = (policyKey: string) => world.call('R', 'post', `/engagements/${id}/milestones`).send({ ...milestone, policyKey }); // prettier-ignore
  const byTime = await savedAsItShips({ timeout: { action: 'approve' } });
  const careful = await savedAsItShips({ timeout: { action: 'reject' } });
  await plan(byTime).expect(201);
  await set(ON).expect(200);
  const { body } = await plan(byTime).expect(422);
  expect(pathsOf(body)).toEqual(['policyKey']);
  isToldInChinese(body);
  await plan(careful).expect(201);
});
