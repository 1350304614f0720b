import { v7 as uuidv7 } from 'uuid';
import { MATRIX } from '../../api/authorization/matrix';
import { pageRows } from '../../api/authorization/page-rows';
import { insertToken } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import { rowsOf } from '../dump';
import { ApprovalWorld } from './approval-world';
import { settled } from './parties';
import { plantEngagement } from './planted';

/** What belongs to one request, person, policy or engagement is not found below another one. */
let world: ApprovalWorld;
beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['admin'], A: ['admin'], B: ['admin'] });
});
afterAll(() => world.close());

/** Calls and pages with two parts in their path: those that name two things are tried here. */
const TRIED = [
  'delete /users/{id}/tokens/{tokenId}',
  'get /policies/{key}/matrices/{nodeKey}',
  'get /requests/:id/attachments/:file',
  'get /requests/{id}/attachments/{attachmentId}',
  'post /engagements/:id/alarms/:alarm',
  'post /requests/:id/tasks/:task',
  'put /policies/{key}/matrices/{nodeKey}',
];
/** The second part of these is a word or a day, and what it names is read within the first one. */
const WORDS = [
  'get /admin/mail-templates/:key/:locale',
  'get /engagements/:id/forms/:form',
  'get /engagements/:id/kpis/:period',
  'get /exchange-rates/{base}/{quote}/{on}/versions',
  'get /vendors/:id/forms/:form',
  'post /engagements/:id/forms/:form',
  'post /engagements/:id/kpis/:period',
  'post /vendors/:id/forms/:form',
];

test('every path with two parts outside of engagements is known here, so that a new one is tried as well', () => {
  const names = [...MATRIX.keys(), ...Object.keys(pageRows)].filter((name) => /[:{]\w+.*\/[:{]\w+/.test(name));
  const elsewhere = names.filter((name) => !name.includes(' /engagements/{id}/'));
  expect(elsewhere.sort()).toEqual([...TRIED, ...WORDS].sort());
});

const rowsNow = (): Promise<string> => rowsOf(world.database.db);

/** Two requests that A decides, with a file in the first one. */
async function twoRequests() {
  const [one, other] = [await world.ask([world.desk.step(['A'])]), await world.ask([world.desk.step(['A'])])];
  const added = world.call('A', 'post', `/requests/${one.id}/attachments`);
  const { body: file } = await added
    .attach('file', Buffer.from('%PDF-1.7 offer'), { filename: 'offer.pdf' })
    .expect(201);
  for (const { id } of [one, other])
    await settled({ handle: world.temporal.client.workflow.getHandle(`request-${id}`) });
  return { one, other, fileId: String(file.id) };
}

test('a file of one request is not there below another one, whoever reads both', async () => {
  const { one, other, fileId } = await twoRequests();
  const { get } = await world.signIn('A', '/inbox');
  await world.call('A', 'get', `/requests/${one.id}/attachments/${fileId}`).expect(200);
  await get(`/requests/${one.id}/attachments/${fileId}`).expect(200);
  const refused = await world.call('A', 'get', `/requests/${other.id}/attachments/${fileId}`).expect(404);
  expect(refused.body.code).toBe('NOT_FOUND');
  await get(`/requests/${other.id}/attachments/${fileId}`).expect(404);
});

test('a file of one request goes with no comment or decision of another one', async () => {
  const { other, fileId } = await twoRequests();
  const before = await rowsNow();
  const named = { comment: 'see the file', attachmentIds: [fileId] };
  for (const [path, action] of [
    [`/requests/${other.id}/actions`, 'comment'],
    [`/tasks/${other.taskOf('A')}/actions`, 'approve'],
  ] as const) {
    // prettier-ignore
    const refused = await world.call('A', 'post', path).send({ action, ...named }).expect(422); // prettier-ignore
    expect(refused.body.errors[0].path).toBe('attachmentIds');
  }
  expect(await rowsNow()).toBe(before);
});

test('a task of one request is decided below no other one, also by who holds it', async () => {
  const { one, other } = await twoRequests();
  const { csrf, post } = await world.signIn('A', `/requests/${one.id}`);
  const before = await rowsNow();
  const form = { csrf, decision: 'approve', comment: 'fine' };
  await post(`/requests/${one.id}/tasks/${other.taskOf('A')}`)
    .type('form')
    .send(form)
    .expect(404);
  await post(`/requests/${one.id}/tasks/${uuidv7()}`).type('form').send(form).expect(404);
  expect(await rowsNow()).toBe(before);
  await post(`/requests/${other.id}/tasks/${other.taskOf('A')}`)
    .type('form')
    .send(form)
    .expect(303);
});

test('a decision in one request is put in doubt, confirmed and annulled in no other one', async () => {
  const { one, other } = await twoRequests();
  const before = await rowsNow();
  for (const action of ['report', 'confirm', 'annul']) {
    const doubt = { action, comment: 'not me', taskId: other.taskOf('A') };
    const refused = await world.call('A', 'post', `/requests/${one.id}/actions`).send(doubt);
    expect([action, refused.status >= 400, refused.status < 500]).toEqual([action, true, true]);
  }
  expect(await rowsNow()).toBe(before);
});

test('a token of one person is revoked below no other one', async () => {
  const { db } = world.database;
  const id = uuidv7();
  await insertToken(db, { id, userId: world.id('B'), name: 'own', secret: id, expiresAt: null, now: Date.now() });
  const revokedAt = () => db('tokens').where({ id }).pluck<(Date | null)[]>('revoked_at');
  const before = await rowsNow();
  const refused = await world.call('R', 'delete', `/users/${world.id('A')}/tokens/${id}`).expect(404);
  expect([refused.body.code, await revokedAt()]).toEqual(['NOT_FOUND', [null]]);
  await world.call('A', 'delete', `/me/tokens/${id}`).expect(404);
  expect([await revokedAt(), await rowsNow()]).toEqual([[null], before]);
  await world.call('R', 'delete', `/users/${world.id('B')}/tokens/${id}`).expect(204);
});

test('a matrix of one policy is neither read nor written below another one', async () => {
  const inputs = [{ label: 'Amount', expression: 'amount' }];
  const rules = [{ when: ['>= 0'], steps: ['s1'] }];
  const matrix = { hitPolicy: 'first', inputs, rules, otherwise: ['s1'] };
  const steps = [world.desk.step(['A'])];
  const [own, other] = [await world.desk.policy([{ key: 'limits', matrix, steps }]), await world.desk.policy(steps)];
  const path = '/matrices/limits';
  await world.call('R', 'get', `/policies/${own}${path}`).expect(200);
  const before = await rowsNow();
  await world.call('R', 'get', `/policies/${other}${path}`).expect(404);
  await world.call('R', 'put', `/policies/${other}${path}`).send(matrix).expect(404);
  expect(await rowsNow()).toBe(before);
});

test('an alarm of one engagement is taken a step further below no other one', async () => {
  const at = world.id('R');
  const people = { ownerId: at, repId: at, serviceManager: at, contractManager: at };
  const [one, other] = await inTransaction(world.database.db, async (trx) => [
    await plantEngagement(trx, 'one', people),
    await plantEngagement(trx, 'other', people),
  ]);
  const { csrf, post } = await world.signIn('R', `/engagements/${one.engagements}`);
  const before = await rowsNow();
  const form = { csrf, step: 'ack', comment: 'seen and known' };
  const alarmOf = (engagement: string, alarm: string) =>
    post(`/engagements/${engagement}/alarms/${alarm}`).type('form').send(form);
  const refused = await alarmOf(one.engagements, other.alarms);
  expect([refused.status, refused.text.includes('Inner-other')]).toEqual([404, false]);
  expect(await rowsNow()).toBe(before);
  await alarmOf(other.engagements, other.alarms).expect(303);
});
