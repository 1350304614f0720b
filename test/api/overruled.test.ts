import { ApprovalWorld } from './approval-world';
import { filled } from './page-form';

/** S9: an administrator ends a request with a reason, where the rules ask for it with a second one, and reports count it. */
let world: ApprovalWorld;
const ON = { newRoleHours: 0, policiesByTwo: false, endingsByTwo: true };

beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['manager'], A: ['admin'], W: ['admin'], B: ['finance'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of ['proposals', 'settings']) await world.database.db(table).delete();
});

const asked = () => world.ask([{ key: 's1', title: 'Step', mode: 'any', assignees: [{ user: world.id('B') }] }]);
const end = (by: string, id: string, comment = 'Nobody needs it') =>
  world.call(by, 'post', `/requests/${id}/actions`).send({ action: 'terminate', comment });
const settle = (by: string, id: string, body: object) => world.call(by, 'post', `/proposals/${id}/actions`).send(body);
const statusOf = async (id: string) => String((await world.call('A', 'get', `/requests/${id}`)).body.status);
const byTwo = () => world.call('A', 'put', '/settings/duty-rules').send(ON).expect(200);
const counted = async () => (await world.call('R', 'get', '/portfolio').expect(200)).body.overruled as object;

/** A wish of A to end a request. */
async function wished() {
  const request = await asked();
  await byTwo();
  const { body, headers } = await end('A', request.id).expect(202);
  expect(body).toMatchObject({ id: request.id, status: 'pending' });
  return { ...request, proposalId: String(headers['location']).replace('/api/v1/proposals/', '') };
}

test('as it ships one administrator ends a request with a reason, and the portfolio counts it', async () => {
  const before = await counted();
  const { id } = await asked();
  await end('A', id, ' ').expect(422);
  await end('A', id).expect(200);
  expect(await statusOf(id)).toBe('terminated');
  expect(before).toEqual({ ended: 0, annulled: 0 });
  expect(await counted()).toEqual({ ended: 1, annulled: 0 });
  const browser = await world.signIn('R', '/portfolio');
  expect((await browser.get('/portfolio')).text).toMatch(/<strong>1<\/strong> ended or annulled by administrators/);
});

test('a decision that an administrator annuls is counted as well', async () => {
  const before = await counted();
  const steps = [{ key: 's1', title: 'Step', mode: 'all', assignees: ['B', 'W'].map((name) => ({ user: world.id(name) })) }]; // prettier-ignore
  const { id, taskOf } = await world.ask(steps);
  await world
    .call('B', 'post', `/tasks/${taskOf('B')}/actions`)
    .send({ action: 'approve' })
    .expect(200);
  const act = (by: string, action: string) =>
    world.call(by, 'post', `/requests/${id}/actions`).send({ action, taskId: taskOf('B'), comment: 'Not me' }).expect(200); // prettier-ignore
  await act('B', 'report');
  await act('A', 'annul');
  expect(await counted()).toEqual({ ...before, annulled: 1 });
});

test('a wish to end it lets it go on until a second administrator confirms, and its trail names both', async () => {
  const { id, proposalId } = await wished();
  for (const by of ['A', 'B']) await settle(by, proposalId, { action: 'confirm' }).expect(403);
  expect(await statusOf(id)).toBe('pending');
  await settle('W', proposalId, { action: 'confirm' }).expect(200);
  expect(await statusOf(id)).toBe('terminated');
  const entry = await world.database.db('audit_events').where({ stream: `request:${id}`, type: 'request.terminated' }).first(); // prettier-ignore
  expect(entry).toMatchObject({ actor_id: world.id('W'), payload: { askedById: world.id('A'), comment: 'Nobody needs it' } }); // prettier-ignore
});

test('what is decided meanwhile stands, and the wish is void', async () => {
  const { id, proposalId, taskOf } = await wished();
  await world
    .call('B', 'post', `/tasks/${taskOf('B')}/actions`)
    .send({ action: 'approve' })
    .expect(200);
  expect((await settle('W', proposalId, { action: 'confirm' }).expect(409)).body.code).toBe('REQUEST_CLOSED');
  await settle('A', proposalId, { action: 'withdraw' }).expect(200);
  expect(await statusOf(id)).toBe('approved');
});

test('a wish is for one round', async () => {
  const { id, proposalId } = await wished();
  const act = (action: string) => world.call('R', 'post', `/requests/${id}/actions`).send({ action });
  await act('withdraw').expect(200);
  await act('resubmit').expect(200);
  expect((await settle('W', proposalId, { action: 'confirm' }).expect(409)).body.code).toBe('STATE_CONFLICT');
  expect(await statusOf(id)).toBe('pending');
});

test('nobody wishes for what they could not do alone', async () => {
  const { id } = await asked();
  await byTwo();
  await end('R', id).expect(403);
  await end('A', id, ' ').expect(422);
  expect(await world.database.db('proposals').select()).toEqual([]);
});

test('the page of the request says that it waits, and the other administrator reads why', async () => {
  const { id } = await asked();
  await byTwo();
  const path = `/requests/${id}`;
  const asker = await world.signIn('A', path);
  const form = { csrf: asker.csrf, action: 'terminate', comment: 'Asked for twice' };
  const sent = await asker.post(`${path}/actions`).type('form').send(form);
  expect(sent.headers['location']).toBe(`${path}?done=ending-asked`);
  expect((await asker.get(sent.headers['location'] ?? '')).text).toContain('when another administrator confirms it');
  const [row] = await world.database.db<{ id: string }>('proposals').select('id');
  const here = `/admin/proposals/${row?.id ?? ''}`;
  const other = await world.signIn('W', here);
  const { text } = await other.get(here);
  expect(text).toContain(`href="${path}"`);
  expect(text).toContain('Asked for twice');
  await other.post(here).type('form').send(filled(text, here, { action: 'confirm' }).toString()).expect(303); // prettier-ignore
  expect(await statusOf(id)).toBe('terminated');
});
