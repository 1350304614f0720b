import { ApprovalWorld } from './approval-world';

/** S11: whoever has a part in a request changes nobody's part in it by giving or taking roles. */
let world: ApprovalWorld;
const YEARS_AGO = new Date('2020-01-01T00:00:00Z');

beforeAll(async () => {
  world = await ApprovalWorld.open({
    R: ['admin', 'manager'],
    W: ['admin'],
    OLD: ['legal'],
    NEW: ['hr'],
    B: ['finance'],
  });
});
afterAll(() => world.close());
beforeEach(async () => {
  const { db } = world.database;
  await db('settings').delete();
  await db('role_changes').delete();
  await db('users').where({ id: world.id('NEW') }).update({ roles: ['hr'] }); // prettier-ignore
  await db('users').where({ id: world.id('OLD') }).update({ roles: ['legal'] }); // prettier-ignore
});

const set = (newRoleHours: number) =>
  world.call('W', 'put', '/settings/duty-rules').send({ newRoleHours, policiesByTwo: false, endingsByTwo: false });
const give = (by: string, to: string, roles: readonly string[]) =>
  world.call(by, 'patch', `/users/${world.id(to)}`).send({ roles }).expect(200); // prettier-ignore
const byRole = { key: 's1', title: 'Legal', mode: 'all', assignees: [{ role: 'legal' }] };
const askedBy = async (steps: readonly object[] = [byRole]): Promise<string[]> => {
  const { steps: shown } = await world.ask(steps);
  const ids = shown.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId));
  return ['R', 'W', 'OLD', 'NEW', 'B'].filter((name) => ids.includes(world.id(name)));
};

/** What the trail has of people who were kept from a task. */
const refusedOf = (taskId: string) =>
  world.database
    .db('audit_events')
    .where({ type: 'duty.refused' })
    .whereRaw(`payload->>'taskId' = ?`, [taskId])
    .select('actor_id', 'channel', world.database.db.raw(`payload->>'action' as action`));

test('as it ships a role counts at once, whoever gave it', async () => {
  await world.call('B', 'get', '/settings/duty-rules').expect(200, {
    ...{ version: 1, origin: 'shipped', newRoleHours: 0, policiesByTwo: false, endingsByTwo: false },
    ...{ approvalsByOthers: false, noApprovalsByTime: false, noApprovalsByEditors: false },
  });
  await give('R', 'NEW', ['hr', 'legal']);
  expect(await askedBy()).toEqual(['OLD', 'NEW']);
});

test('hours are from none to thirty days, and set by administrators', async () => {
  await set(-1).expect(422);
  await set(721).expect(422);
  await world.call('B', 'put', '/settings/duty-rules').send({ newRoleHours: 24 }).expect(403);
  await set(24).expect(200);
});

describe('with a day to wait', () => {
  beforeEach(() => set(24).expect(200));

  test('a role that the requester gave is not asked, one that somebody else gave is', async () => {
    await give('R', 'NEW', ['hr', 'legal']);
    expect(await askedBy()).toEqual(['OLD']);
    await world.database.db('role_changes').delete();
    await give('W', 'NEW', ['hr']);
    await give('W', 'NEW', ['hr', 'legal']);
    expect(await askedBy()).toEqual(['OLD', 'NEW']);
  });

  test('it is asked when the day is over', async () => {
    await give('R', 'NEW', ['hr', 'legal']);
    const ago = (hours: number) => `now() - ${hours} * interval '1 hour'`;
    const { db } = world.database;
    await db('role_changes').update({ changed_at: db.raw(ago(23.9)) });
    expect(await askedBy()).toEqual(['OLD']);
    await db('role_changes').update({ changed_at: db.raw(ago(24.1)) });
    expect(await askedBy()).toEqual(['OLD', 'NEW']);
  });

  test('whoever lost the role by the requester is asked still', async () => {
    await give('R', 'OLD', ['finance']);
    expect(await askedBy()).toEqual(['OLD']);
  });

  test('whoever is asked beside the other has a part as well', async () => {
    await give('W', 'NEW', ['hr', 'legal']);
    const beside = { ...byRole, assignees: [{ user: world.id('W') }, { role: 'legal' }] };
    expect(await askedBy([beside])).toEqual(['W', 'OLD']);
  });

  test('an account that the requester has made with the role is not asked', async () => {
    const person = { email: 'second@example.org', name: 'Second', roles: ['legal'] };
    const { body } = await world.call('R', 'post', '/users').send(person).expect(201);
    const { steps } = await world.ask([byRole]);
    expect(steps.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId))).not.toContain(body.id);
    await world.call('W', 'post', `/users/${body.id}/deactivate`).send({}).expect(200);
  });

  test('where nobody is found, no administrator made by the requester decides', async () => {
    await give('R', 'NEW', ['admin']);
    const nobody = { ...byRole, assignees: [{ role: 'security' }] };
    expect(await askedBy([nobody])).toEqual(['W']);
  });

  test('whoever was asked is refused once the giver of the role has a part, and lets go of the task only', async () => {
    await give('W', 'NEW', ['hr', 'legal']);
    const { taskOf } = await world.ask([{ ...byRole, assignees: [{ user: world.id('B') }, { role: 'legal' }] }]);
    const act = (name: string, body: object) => world.call(name, 'post', `/tasks/${taskOf(name)}/actions`).send(body);
    await act('B', { action: 'transfer', comment: 'Yours', userIds: [world.id('W')] }).expect(200);
    const { body } = await act('NEW', { action: 'approve' }).expect(403);
    expect([body.code, body.detail]).toEqual(['FORBIDDEN', expect.stringContaining('given lately')]);
    await act('NEW', { action: 'approve' }).expect(403);
    expect(await refusedOf(taskOf('NEW'))).toEqual([{ actor_id: world.id('NEW'), channel: 'api', action: 'approve' }]);
    await act('OLD', { action: 'approve' }).expect(200);
    const browser = await world.signIn('NEW', '/inbox');
    const { text } = await browser.get(`/requests/${await requestOf(taskOf('NEW'))}`);
    expect(text).not.toContain('value="approve"');
    await world.database.db('role_changes').update({ changed_at: YEARS_AGO });
    await act('NEW', { action: 'approve' }).expect(200);
  });

  test('an administrator made by the requester does not end the request', async () => {
    await give('R', 'NEW', ['admin']);
    const { id } = await world.ask([byRole]);
    const end = (name: string) =>
      world.call(name, 'post', `/requests/${id}/actions`).send({ action: 'terminate', comment: 'Enough' });
    await end('NEW').expect(403);
    await end('W').expect(200);
  });
});

const requestOf = async (taskId: string): Promise<string> =>
  (await world.database.db('request_tasks').where({ id: taskId }).first<{ request_id: string }>('request_id'))
    .request_id;
