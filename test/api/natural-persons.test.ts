import { ApprovalWorld } from './approval-world';

/** S2: what is checked of people is checked of natural persons, whichever of their accounts they use. */
let world: ApprovalWorld;
beforeAll(async () => {
  world = await ApprovalWorld.open({
    ...{
      R: ['admin', 'manager'],
      W: ['admin'],
      R2: ['admin', 'finance'],
      B: ['finance'],
      B2: ['legal'],
      M: ['executive'],
    },
  });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of ['proposals', 'settings']) await world.database.db(table).delete();
  await world.database.db('users').update({ employee_id: null });
});

const name = (who: string, employeeId: string | null) =>
  world.call('W', 'put', `/users/${world.id(who)}/person`).send({ employeeId });
const one = async (...accounts: readonly string[]) => {
  for (const who of accounts) await name(who, 'E-1').expect(200);
};
const stepOf = (people: readonly string[], part: object = {}) => ({
  ...{ key: 's1', title: 'Step', mode: 'any', assignees: people.map((who) => ({ user: world.id(who) })), ...part },
});
const act = (who: string, id: string, body: object) => world.call(who, 'post', `/tasks/${id}/actions`).send(body);
const asked = ({ steps }: { steps: readonly { tasks: readonly { assigneeId: string }[] }[] }) =>
  steps.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId));

test('accounts with the same number are of one person; administrators say so', async () => {
  await name('R', 'E-1').expect(200, { employeeId: 'E-1', accountIds: [] });
  await name('R2', 'E-1').expect(200, { employeeId: 'E-1', accountIds: [world.id('R')] });
  await world.call('B', 'get', `/users/${world.id('R')}/person`).expect(403);
  await name('R2', '  ').expect(422);
  await name('R2', null).expect(200, { employeeId: null, accountIds: [] });
});

test('another account of the requester is not asked', async () => {
  await one('R', 'R2');
  expect(asked(await world.ask([stepOf(['R2', 'B'], { mode: 'all', selfHandler: 'skip' })]))).toEqual([world.id('B')]);
  expect(asked(await world.ask([stepOf(['R2'])]))).toEqual([world.id('W')]);
});

test('and decides nothing where it was asked before anybody knew', async () => {
  const { taskOf } = await world.ask([stepOf(['R2', 'B'])]);
  await one('R', 'R2');
  const { body } = await act('R2', taskOf('R2'), { action: 'approve' }).expect(403);
  expect(body.code).toBe('FORBIDDEN');
  await act('B', taskOf('B'), { action: 'transfer', comment: 'You', userIds: [world.id('R2')] }).expect(422);
  await act('B', taskOf('B'), { action: 'approve' }).expect(200);
});

test('one person is asked once in a step, and cannot be two of the people whom it needs', async () => {
  await one('B', 'B2');
  const twice = stepOf(['B', 'B2', 'M'], { mode: 'quorum', quorum: 2 });
  const { taskOf, ...opened } = await world.ask([twice]);
  expect(asked(opened).sort()).toEqual([world.id('B'), world.id('M')].sort());
  await act('M', taskOf('M'), { action: 'transfer', comment: 'You', userIds: [world.id('B2')] }).expect(422);
});

test('what one account has asked for the other one does not confirm', async () => {
  const rules = { newRoleHours: 0, policiesByTwo: true };
  await world.call('R', 'put', '/settings/duty-rules').send(rules).expect(200);
  await one('R', 'R2');
  const body = { title: 'P', settings: {}, steps: [stepOf(['B'])] };
  const { proposalId } = (await world.call('R', 'put', '/policies/p-of-one').send(body).expect(202)).body as { proposalId: string }; // prettier-ignore
  const confirm = (who: string) =>
    world.call(who, 'post', `/proposals/${proposalId}/actions`).send({ action: 'confirm' });
  await confirm('R2').expect(403);
  await confirm('W').expect(200);
});
