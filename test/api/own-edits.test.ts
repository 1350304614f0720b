import { v7 as uuidv7 } from 'uuid';
import { CONTENT_EVENTS } from '../../domain/approval/content';
import { contentEditors } from '../../db/read/content-editors';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertEngagement } from '../../db/stores/engagements';
import { saveSubject } from '../../db/stores/subjects';
import { inTransaction } from '../../db/transaction';
import { anOpening } from '../builders';
import type { RequestDesk } from '../workflows/approval-desk';
import { ApprovalWorld } from './approval-world';

/** S1: where it is switched on, whoever last changed what a round is about does not decide it, in whatever way they come to it. */
let world: ApprovalWorld;
let engagementId: string;
const SHIPPED = { newRoleHours: 0, policiesByTwo: false, endingsByTwo: false };
const SAID = 'Who last changed what the request is about may not decide it.';

beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['manager'], W: ['admin'], E: ['legal'], F: ['legal'], B: ['finance'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.database.db('settings').delete();
  engagementId = uuidv7();
  await inTransaction(world.database.db, async (trx) => {
    const roles = { serviceManager: world.id('E'), contractManager: world.id('F') };
    const opening = anOpening({ ownerId: world.id('R'), sponsorId: world.id('B'), roles });
    await insertEngagement(trx, { id: engagementId, body: opening, criticality: 'general', now: Date.now() });
    await trx('engagements').where({ id: engagementId }).update({ state: 'CONTRACTING' });
  });
});

const switchOn = () =>
  world.call('W', 'put', '/settings/duty-rules').send({ ...SHIPPED, noApprovalsByEditors: true }).expect(200); // prettier-ignore
const contract = () => `/engagements/${engagementId}/contract`;
async function draft(name: string, part: object = {}): Promise<void> {
  const before = await world.call(name, 'get', contract());
  const put = world.call(name, 'put', contract());
  if (before.status === 200) put.set('if-match', before.get('etag') ?? '');
  await put.send({ clauses: [], ...part }).expect(200);
}
const byLegal = { key: 's1', title: 'Legal', mode: 'any', assignees: [{ role: 'legal' }] };
async function asked(part: object = {}): Promise<RequestDesk> {
  const policyKey = await world.desk.policy([{ ...byLegal, ...part }]);
  return world.desk.open(policyKey, { engagementId, type: 'gate-contract', now: Date.now() });
}
async function holders(request: RequestDesk): Promise<readonly string[]> {
  const { round, steps } = await request.view();
  const ids = steps.filter((step) => step.round === round).flatMap(({ tasks }) => tasks.map((task) => task.assigneeId));
  return ['R', 'W', 'E', 'F', 'B'].filter((name) => ids.includes(world.id(name)));
}
const act = (name: string, taskId: string, body: object) =>
  world.call(name, 'post', `/tasks/${taskId}/actions`).send(body);

test('as it ships whoever drafted the contract is asked about it', async () => {
  await draft('E');
  expect(await holders(await asked())).toEqual(['E', 'F']);
});

test('the last editor is not asked, the one before is', async () => {
  await switchOn();
  await draft('F');
  await draft('E');
  expect(await holders(await asked({ assignees: [{ user: world.id('E') }] }))).toEqual(['W']);
  expect(await holders(await asked({ assignees: [{ user: world.id('F') }] }))).toEqual(['F']);
});

test('a new round asks by who edited since', async () => {
  await switchOn();
  await draft('E');
  const request = await asked();
  expect(await holders(request)).toEqual(['W', 'F']);
  expect(await request.act('F', 'send-back', { target: 'START' })).toBeNull();
  await draft('F', { initialMonths: 12 });
  const subject = { type: 'gate-contract', title: 'Pay the printer', data: { amount: 1300 } };
  const subjectHash = await saveSubject(world.database.db, { requestId: request.id, subject, now: Date.now() });
  await request.handle.signal('resubmit', { actorId: world.id('R'), subjectHash });
  await request.handle.executeUpdate('opened', { args: [{ round: 2 }] });
  expect(await holders(request)).toEqual(['W', 'E']);
});

test('the editor does not get the task from another, is told why where they hold it, and the trail says so once', async () => {
  await switchOn();
  await draft('E');
  const request = await asked({ assignees: [{ user: world.id('F') }, { user: world.id('B') }] });
  const { id: taskId } = await request.taskOf('F');
  for (const action of ['transfer', 'delegate'])
    await act('F', taskId, { action, comment: 'Yours', userIds: [world.id('E')] }).expect(422);
  const oneOfTwo = world.database.db('users').whereIn('id', [world.id('E'), world.id('F')]);
  await oneOfTwo.clone().update({ employee_id: 'E-77' });
  for (const _again of [1, 2])
    expect((await act('F', taskId, { action: 'approve' }).expect(403)).body.detail).toBe(SAID);
  const { body } = await world.call('F', 'post', '/tasks/actions').send({ items: [{ taskId, action: 'approve' }] });
  expect(JSON.stringify(body)).toContain(SAID);
  const chinese = await act('F', taskId, { action: 'approve' }).set('accept-language', 'zh-CN');
  expect(chinese.status).toBe(403);
  const browser = await world.signIn('F', '/inbox');
  expect((await browser.get(`/requests/${request.id}`)).text).not.toContain('value="approve"');
  await oneOfTwo.clone().update({ employee_id: null });
  const noted = await world.database.db('audit_events').where({ type: 'duty.refused', actor_id: world.id('F') }).select('payload'); // prettier-ignore
  expect(noted).toEqual([{ payload: expect.objectContaining({ taskId, action: 'approve', reason: SAID }) }]);
});

describe('the trail tells', () => {
  const at = Date.parse('2026-11-23T09:00:00Z');
  const note = (type: string, name: string, minute: number, payload: object = {}) =>
    inTransaction(world.database.db, (trx) =>
      appendAudit(trx, engagementStream(engagementId), [
        { key: uuidv7(), at: at + minute * 60_000, type, actorId: world.id(name), channel: 'api', payload: { ...payload } },
      ]),
    ); // prettier-ignore
  const editors = async (type: string, minute = 9, milestoneId: string | null = null) => {
    const writtenAt = new Date(at + minute * 60_000);
    const ids = await contentEditors(world.database.db, { type, engagementId, writtenAt, milestoneId });
    return ['R', 'W', 'E', 'F', 'B'].filter((name) => ids.includes(world.id(name)));
  };

  test.each([...CONTENT_EVENTS])('who last wrote each part of %s', async (type, [first = '', second]) => {
    await note(first, 'B', 0);
    await note(first, 'E', 1);
    if (second) await note(second, 'F', 1);
    await note('contact.logged', 'W', 2);
    expect(await editors(type)).toEqual([]);
    await switchOn();
    expect(await editors(type)).toEqual(second ? ['E', 'F'] : ['E']);
  });

  test('an edit after the subject was written hides nobody', async () => {
    await switchOn();
    await note('contract.drafted', 'B', 0);
    await note('contract.drafted', 'E', 1);
    await note('contract.drafted', 'F', 3);
    expect(await editors('gate-contract', 2)).toEqual(['E', 'F']);
  });

  test('of milestones the one alone that is decided', async () => {
    await switchOn();
    await note('milestone.planned', 'E', 0, { milestoneId: 'one' });
    await note('milestone.planned', 'F', 1, { milestoneId: 'two' });
    expect(await editors('milestone', 9, 'one')).toEqual(['E']);
  });

  test('nobody of what is written in the request itself', async () => {
    await switchOn();
    await note('contract.drafted', 'E', 1);
    expect(await editors('contract-amendment')).toEqual([]);
  });
});
