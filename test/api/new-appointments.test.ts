import { until } from '../../bin/parts/processes';
import { ApprovalWorld } from './approval-world';

/** S11: whoever has a part in a request changes nobody's part in it by naming managers, heads, successors or absences. */
let world: ApprovalWorld;
const PEOPLE = ['R', 'W', 'BOSS', 'ALLY', 'B', 'LEAVER'] as const;
type Name = (typeof PEOPLE)[number];

beforeAll(async () => {
  world = await ApprovalWorld.open({
    ...{
      R: ['admin', 'manager'],
      W: ['admin'],
      BOSS: ['executive'],
      ALLY: ['hr'],
      B: ['finance'],
      LEAVER: ['finance'],
    },
  });
});
afterAll(() => world.close());
beforeEach(async () => {
  const { db } = world.database;
  await db('absences').delete();
  await person('W', 'R', { managerId: world.id('BOSS'), departmentId: 'ops' });
  await person('W', 'ALLY', { departmentId: null });
  await person('W', 'B', { departmentId: 'ops', managerId: null });
  await head('W', 'BOSS');
  await db('appointment_changes').delete();
  await world.call('W', 'put', '/settings/duty-rules').send({ newRoleHours: 24 }).expect(200);
});

const person = (by: Name, of: Name, patch: object) =>
  world.call(by, 'patch', `/users/${world.id(of)}`).send(patch).expect(200); // prettier-ignore
const head = (by: Name, of: Name) =>
  world.call(by, 'put', '/departments/ops').send({ name: 'Operations', headId: world.id(of) }).expect(200); // prettier-ignore

const step = (assignee: object) => ({ key: 's1', title: 'Agree', mode: 'all', assignees: [assignee] });
const asked = async (assignee: object): Promise<string[]> => {
  const { steps } = await world.ask([step(assignee)]);
  const open = steps.flatMap(({ tasks }) => tasks.filter(({ status }) => status === 'active'));
  const ids = open.map(({ assigneeId }) => assigneeId);
  return PEOPLE.filter((name) => ids.includes(world.id(name)));
};
const makeOlder = () =>
  world.database.db('appointment_changes').update({ changed_at: world.database.db.raw(`now() - interval '25 hours'`) });

const MANAGER = { manager: true };
const HEAD = { departmentHead: 'ops' };

test('a manager whom the requester named is not asked for a day, one whom somebody else named is', async () => {
  await person('R', 'R', { managerId: world.id('ALLY') });
  expect(await asked(MANAGER)).toEqual(['BOSS']);
  await makeOlder();
  expect(await asked(MANAGER)).toEqual(['ALLY']);
  await person('W', 'R', { managerId: world.id('B') });
  expect(await asked(MANAGER)).toEqual(['B']);
});

test('where the rule is not switched on, a manager counts at once', async () => {
  await world.call('W', 'put', '/settings/duty-rules').send({ newRoleHours: 0 }).expect(200);
  await person('R', 'R', { managerId: world.id('ALLY') });
  expect(await asked(MANAGER)).toEqual(['ALLY']);
});

test('the managers above a requester are those that count, level by level', async () => {
  await person('R', 'BOSS', { managerId: world.id('ALLY') });
  expect(await asked({ headChain: 2 })).toEqual(['BOSS']);
  await makeOlder();
  expect(await asked({ headChain: 2 })).toEqual(['BOSS', 'ALLY']);
  await person('W', 'BOSS', { managerId: null });
});

test('a head of a department whom the requester named is not asked, and the former one is', async () => {
  await head('R', 'ALLY');
  expect(await asked(HEAD)).toEqual(['BOSS']);
  await head('W', 'B');
  expect(await asked(HEAD)).toEqual(['B']);
});

test('whom the requester moved into a department does not belong to it yet, and whom they moved out does still', async () => {
  await person('R', 'ALLY', { departmentId: 'ops' });
  await person('R', 'B', { departmentId: 'other' });
  // The requester belongs to it too: the manager decides in their place.
  expect(await asked({ department: 'ops' })).toEqual(['BOSS', 'B']);
  await person('R', 'R', { departmentId: 'other' });
  expect(await asked({ departmentHead: true })).toEqual(['BOSS']);
});

test('whom the requester sends away by an absence is asked still, whom somebody else sends away is stood in for', async () => {
  const [from, to] = [new Date(Date.now() - 172_800_000), new Date(Date.now() + 172_800_000)];
  const days = { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
  const away = (by: Name, absences: readonly object[]) =>
    world.call(by, 'put', `/users/${world.id('B')}/absences`).send(absences).expect(200); // prettier-ignore
  const absence = { ...days, substituteId: world.id('ALLY') };
  await away('R', [absence]);
  expect(await asked({ user: world.id('B') })).toEqual(['B']);
  await away('R', []);
  await away('W', [absence]);
  expect(await asked({ user: world.id('B') })).toEqual(['ALLY']);
  await away('R', [absence]);
  expect(await asked({ user: world.id('B') })).toEqual(['ALLY']);
});

test('a successor whom the requester named for somebody who leaves does not take over their task, the manager does', async () => {
  await person('W', 'LEAVER', { managerId: world.id('BOSS') });
  const { id } = await world.ask([step({ user: world.id('LEAVER') })]);
  const leave = { successorId: world.id('ALLY') };
  await world
    .call('R', 'post', `/users/${world.id('LEAVER')}/deactivate`)
    .send(leave)
    .expect(200);
  const open = () =>
    world.database.db('request_tasks').where({ request_id: id, status: 'active' }).pluck<string[]>('assignee_id');
  const moved = async () => (await open()).every((one) => one !== world.id('LEAVER'));
  await until(moved, { limitMs: 30_000, sentence: 'The task stays with whoever left.' });
  expect(await open()).toEqual([world.id('BOSS')]);
});
