import request from 'supertest';
import { ApprovalWorld } from './approval-world';
import { filled } from './page-form';

/** S10: where the rules ask for two, a policy changes only when a second administrator has confirmed it. */
let world: ApprovalWorld;
const RULES = '/settings/duty-rules';
const OFF = { newRoleHours: 0, policiesByTwo: false, endingsByTwo: false };
const ON = { ...OFF, policiesByTwo: true };

beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['admin', 'manager'], W: ['admin'], B: ['finance'], C: ['finance'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of ['proposals', 'settings', 'role_changes']) await world.database.db(table).delete();
});

let keys = 0;
const policy = (name: string, title = 'Payments') => ({
  title,
  settings: {},
  steps: [{ key: 's1', title: 'Step', mode: 'any', assignees: [{ user: world.id(name) }] }],
});
const save = (by: string, key: string, body: object) => world.call(by, 'put', `/policies/${key}`).send(body);
const act = (by: string, id: string, body: object) => world.call(by, 'post', `/proposals/${id}/actions`).send(body);
const inForce = async (key: string) => (await world.call('R', 'get', `/policies/${key}`)).body as { version: number };
const typesIn = async (id: string): Promise<string[]> =>
  (
    await world.database
      .db<{ type: string; seq: number }>('audit_events')
      .whereRaw("payload ->> 'proposalId' = ?", [id])
      .orderBy('seq')
  ).map(({ type }) => type);

/** A policy of two versions: B decides by the one in force, C by the one that R asks for. */
async function proposed() {
  const key = `p-two-${++keys}`;
  await save('R', key, policy('B')).expect(200, { key, version: 1 });
  await world.call('W', 'put', RULES).send(ON).expect(200);
  const { body, headers } = await save('R', key, policy('C')).expect(202);
  expect(headers['location']).toBe(`/api/v1/proposals/${body.proposalId}`);
  expect(body).toEqual({ key, version: 1, proposalId: body.proposalId });
  return { key, id: String(body.proposalId) };
}

const askedBy = async (policyKey: string) => {
  const subject = { type: 'payment', title: 'Pay', data: {} };
  const { body } = await world.call('R', 'post', '/requests').send({ policyKey, subject }).expect(201);
  return { version: body.policy.version, assigneeId: body.steps[0].tasks[0].assigneeId };
};

test('as it ships one administrator saves a policy, and it is in force', async () => {
  const key = `p-one-${++keys}`;
  await save('R', key, policy('B')).expect(200, { key, version: 1 });
  expect((await world.call('R', 'get', '/proposals').expect(200)).body).toEqual({ items: [], next: null });
});

test('a version that waits is kept, and new requests go by the one before until it is confirmed', async () => {
  const { key, id } = await proposed();
  expect((await inForce(key)).version).toBe(1);
  expect(await askedBy(key)).toEqual({ version: 1, assigneeId: world.id('B') });
  const { body } = await world.call('B', 'get', `/proposals/${id}`).expect(403).then(() => world.call('W', 'get', `/proposals/${id}`).expect(200)); // prettier-ignore
  expect(body).toMatchObject({ kind: 'policy', key, baseVersion: 1, state: 'open', proposedById: world.id('R') });
  await act('W', id, { action: 'confirm' }).expect(200);
  expect((await inForce(key)).version).toBe(2);
  expect(await askedBy(key)).toEqual({ version: 2, assigneeId: world.id('C') });
  expect((await typesIn(id)).sort()).toEqual(['policy.saved', 'proposal.confirmed', 'proposal.made']);
  await act('W', id, { action: 'reject', comment: 'Too late' }).expect(409);
});

test('nobody confirms their own, and who is no administrator confirms none', async () => {
  const { key, id } = await proposed();
  for (const by of ['R', 'B']) await act(by, id, { action: 'confirm' }).expect(403);
  expect((await inForce(key)).version).toBe(1);
});

test('it is rejected with a reason, or taken back by whoever asked, and then another one may be asked for', async () => {
  const { key, id } = await proposed();
  await save('W', key, policy('B', 'Other')).expect(409);
  await act('W', id, { action: 'reject' }).expect(422);
  await act('W', id, { action: 'withdraw' }).expect(403);
  await act('W', id, { action: 'reject', comment: 'Not C' }).expect(200);
  const again = (await save('W', key, policy('B', 'Other')).expect(202)).body as { proposalId: string };
  await act('W', again.proposalId, { action: 'withdraw' }).expect(200);
  expect((await inForce(key)).version).toBe(1);
  expect(await typesIn(id)).toEqual(['proposal.made', 'proposal.rejected']);
  expect(await typesIn(again.proposalId)).toEqual(['proposal.made', 'proposal.withdrawn']);
});

test('of two who settle it at once one does', async () => {
  const { id } = await proposed();
  const answers = await Promise.all([act('W', id, { action: 'confirm' }), act('R', id, { action: 'withdraw' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('a version that another one has overtaken, or that no longer holds together, is not confirmed', async () => {
  const { key, id } = await proposed();
  await world.database.db('settings').delete();
  await save('W', key, policy('B', 'Meanwhile')).expect(200);
  await act('W', id, { action: 'confirm' }).expect(409);
  expect((await inForce(key)).version).toBe(2);
});

test('what is broken is refused at once, and kept nowhere', async () => {
  await world.call('W', 'put', RULES).send(ON).expect(200);
  await save('R', 'p-broken', { ...policy('B'), steps: [{ key: 's1', title: 'S', mode: 'quorum', quorum: 2, assignees: [] }] }).expect(422); // prettier-ignore
  expect(await world.database.db('proposals').select()).toEqual([]);
});

test('whoever is bound by the rules does not loosen them alone', async () => {
  await world.call('W', 'put', RULES).send(ON).expect(200);
  const { body } = await world.call('W', 'put', RULES).send(OFF).expect(202);
  expect(body).toMatchObject({ ...ON, version: 2 });
  expect((await world.call('R', 'get', RULES)).body).toMatchObject(ON);
  await act('W', body.proposalId, { action: 'confirm' }).expect(403);
  await act('R', body.proposalId, { action: 'confirm' }).expect(200);
  expect((await world.call('R', 'get', RULES)).body).toMatchObject(OFF);
});

test('two are not asked for where there is one administrator', async () => {
  await world.database.db('users').where({ id: world.id('R') }).update({ active: false }); // prettier-ignore
  await world.call('W', 'put', RULES).send(ON).expect(422);
  await world.database.db('users').where({ id: world.id('R') }).update({ active: true }); // prettier-ignore
});

test('an administrator made by the one who asks confirms nothing while new roles wait', async () => {
  await world.call('W', 'put', RULES).send({ ...ON, newRoleHours: 24 }).expect(200); // prettier-ignore
  const { body } = await save('R', 'p-new-role', policy('B')).expect(202);
  expect(body).toMatchObject({ version: 0 });
  const c = `/users/${world.id('C')}`;
  await world
    .call('R', 'patch', c)
    .send({ roles: ['finance', 'admin'] })
    .expect(200);
  await act('C', body.proposalId, { action: 'confirm' }).expect(403);
  await world
    .call('R', 'patch', c)
    .send({ roles: ['finance'] })
    .expect(200);
  await world.call('R', 'get', '/policies/p-new-role').expect(404);
});

test('a token that the one who asked has made for another administrator confirms nothing, nor one made by means of it', async () => {
  const { key, id } = await proposed();
  const make = (by: string) =>
    request(world.app)
      .post(`/api/v1/users/${world.id('W')}/tokens`)
      .set('authorization', by)
      .send({ name: 'Borrowed' })
      .expect(201);
  const confirm = (token: string) =>
    request(world.app)
      .post(`/api/v1/proposals/${id}/actions`)
      .set('authorization', `Bearer ${token}`)
      .send({ action: 'confirm' });
  const lent = (await make(`Bearer tenure_${'R'.padEnd(40, 'x')}`)).body.token as string;
  const again = (await make(`Bearer ${lent}`)).body.token as string;
  for (const token of [lent, again]) expect((await confirm(token)).body).toMatchObject({ code: 'FORBIDDEN' });
  expect((await inForce(key)).version).toBe(1);
  const own = (await make(`Bearer tenure_${'W'.padEnd(40, 'x')}`)).body.token as string;
  await confirm(own).expect(200);
  expect((await inForce(key)).version).toBe(2);
});

describe('pages', () => {
  test('the one who asked sees it wait and may take it back; the other one sees what differs and confirms', async () => {
    const { key, id } = await proposed();
    const path = `/admin/proposals/${id}`;
    const asker = await world.signIn('R', `/admin/policies/${key}`);
    expect((await asker.get(`/admin/policies/${key}`)).text).toContain(`href="${path}"`);
    const own = (await asker.get(path)).text;
    expect(own).toContain('value="withdraw"');
    expect(own).not.toContain('value="confirm"');
    const confirmed = await asker.post(path).type('form').send(filled(own, path, { action: 'confirm' }).toString()); // prettier-ignore
    expect(confirmed.text).toContain('Another administrator has to settle what you have asked for.');
    const other = await world.signIn('W', '/admin/proposals');
    expect((await other.get('/admin/proposals')).text).toContain('Waits for confirmation');
    const { text } = await other.get(path);
    expect(text).toMatch(/<dt>1 Step<\/dt><dd>[^<]*B[^<]*→[^<]*C/);
    const refused = await other
      .post(path)
      .type('form')
      .send(filled(text, path, { action: 'reject' }).toString());
    expect(refused.status).toBe(422);
    const done = await other
      .post(path)
      .type('form')
      .send(filled(text, path, { action: 'confirm' }).toString());
    expect([done.status, done.headers['location']]).toEqual([303, '/admin/proposals?done=confirmed']);
    expect((await inForce(key)).version).toBe(2);
  });
});
