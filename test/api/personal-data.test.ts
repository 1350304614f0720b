import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { verifyAudit } from '../../db/read/audit';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertIdentity } from '../../db/stores/identities';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { aVendor } from '../builders';
import { ServiceWorld } from './service-world';
import { type SignedIn, signedIn } from './world';

let world: ServiceWorld;
let admin: SignedIn;
let leaver: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  admin = await signedIn(world.database.db, { roles: ['admin'] });
});
afterAll(() => world.close());

let theirName = '';
let count = 0;
/** Somebody who decided something, got a mail and has left. */
beforeEach(async () => {
  const { db } = world.database;
  await world.begin({ state: 'CLOSED' });
  count += 1;
  theirName = `欧阳 Quill ${count}`;
  leaver = await signedIn(db, { roles: ['manager'], name: theirName, email: `li${count}@example.com` });
  const { id, email } = leaver.person;
  const said = (key: string, payload: object) => ({ key, at: 1_000, type: key, actorId: id, channel: 'api' as const, payload: { ...payload } }); // prettier-ignore
  await inTransaction(db, (trx) => appendAudit(trx, 'master', [said(`user.created:${id}`, { userId: id, email, name: theirName })])); // prettier-ignore
  await inTransaction(db, (trx) => appendAudit(trx, engagementStream(world.id), [said('risk.added', { level: 3 }), said('team.said', { team: [{ name: theirName }] })])); // prettier-ignore
  await db('mail_log').insert({ key: uuidv7(), kind: 'x', recipient_id: id, address: email, subject: `For ${theirName}`, message_id: 'm', status: 'sent', attempts: 1, created_at: new Date() }); // prettier-ignore
  await db('passwords').insert({ user_id: id, hash: '$argon2id$x', changed_at: new Date() });
  const identity = { issuer: 'https://id.example', subject: `subject-of-${id}`, now: Date.now() };
  await inTransaction(db, (trx) => insertIdentity(trx, { userId: id, ...identity }));
  await db('users').where({ id }).update({ active: false });
});

const asAdmin = (method: 'get' | 'post', path: string) =>
  request(world.app)[method](`/api/v1/users/${leaver.person.id}${path}`).set('authorization', admin.authorization);
const erase = () => asAdmin('post', '/erase').send({});
const held = async (): Promise<readonly { table: string; kept: string; row: Record<string, unknown> }[]> => {
  const { text } = await asAdmin('get', '/personal-data').buffer(true).expect(200);
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
  expect(lines.pop()).toEqual({ complete: true, rows: lines.length });
  return lines;
};
const theSaid = async (type: string) => (await world.trail()).find((entry) => entry.type === type)?.payload;
/** Something in the trail of the engagement, of nobody or of the leaver. */
const say = (type: string, payload: object, actorId?: string): Promise<void> =>
  inTransaction(
    world.database.db,
    (trx) =>
    appendAudit(trx, engagementStream(world.id), [{ key: uuidv7(), at: 1_000, type, actorId, channel: 'api', payload: { ...payload } }]), // prettier-ignore
  );

test('a person is shown every row that names them, until when it is kept, and no secret', async () => {
  const rows = await held();
  const tables = new Set(rows.map(({ table }) => table));
  expect([...tables].sort()).toEqual(['audit_events', 'identities', 'mail_log', 'passwords', 'tokens', 'users']);
  expect(rows.filter(({ table }) => table === 'audit_events')).toHaveLength(3);
  expect(rows.every(({ kept }) => kept.length > 0)).toBe(true);
  expect(JSON.stringify(rows)).not.toMatch(/secret_hash|argon2id/);
  await request(world.app).get(`/api/v1/users/${leaver.person.id}/personal-data`).set('authorization', world.people.owner.authorization).expect(403); // prettier-ignore
});

test('after the erasure nothing tells who it was, what was decided stays, and the trail is intact', async () => {
  const { body } = await erase().expect(200);
  expect(body.pseudonym).toMatch(/^former-[0-9a-f]{10}$/);
  expect(body.erased).toMatchObject({ payloads: 2, mails: 1, identities: 1, passwords: 1, tokens: 1 });

  const { db } = world.database;
  expect(await verifyAudit(db)).toEqual([]);
  const left = JSON.stringify(await held());
  expect(left).not.toContain(theirName);
  expect(left).not.toContain(leaver.person.email);
  expect(left).not.toContain('subject-of-');
  const trail = await world.trail();
  expect(trail.find(({ type }) => type === 'risk.added')).toMatchObject({ actorId: leaver.person.id, payload: { level: 3 } }); // prettier-ignore
  expect(trail.find(({ type }) => type === 'team.said')).toMatchObject({ actorId: leaver.person.id, payload: {} });
  const { body: user } = await asAdmin('get', '').expect(200);
  expect(user).toMatchObject({ name: body.pseudonym, email: `${body.pseudonym}@erased.invalid`, active: false });
  const again = await erase().expect(422);
  expect(again.body.errors).toMatchObject([{ path: 'once' }]);
});

test('where they signed in from goes, and so do answers that are kept for them and their being the contact of a vendor', async () => {
  const { db } = world.database;
  const { id, email } = leaver.person;
  const signedInFrom = (userId: string) => ({ key: uuidv7(), at: 1_000, type: 'sign-in.succeeded', actorId: userId, channel: 'page' as const, payload: { userId, ip: '192.0.2.7', userAgent: 'Quill/1' } }); // prettier-ignore
  await inTransaction(db, (trx) => appendAudit(trx, 'sign-ins', [signedInFrom(id), signedInFrom(admin.person.id)]));
  const reply = (principal: string, body: object) => ({ principal, key: uuidv7(), body_hash: 'a', subject_id: uuidv7(), status: 200, headers: '{}', body: JSON.stringify(body), created_at: new Date() }); // prettier-ignore
  await db('idempotency_keys').insert([reply(id, { x: 1 }), reply(admin.person.id, { email }), reply(admin.person.id, { y: 1 })]); // prettier-ignore
  const vendor = aVendor({ ownerId: admin.person.id, contactEmail: email.toUpperCase(), contactName: theirName });
  const other = aVendor({ ownerId: admin.person.id, contactEmail: `x-${email}`, contactName: 'Somebody' });
  await inTransaction(db, async (trx) => {
    for (const each of [vendor, other]) await insertVendor(trx, each, 1);
  });
  const { body } = await erase().expect(200);

  expect(body.erased).toMatchObject({ payloads: 3, replies: 2, contacts: 1 });
  const signIns = await db('audit_events').where({ stream: 'sign-ins', type: 'sign-in.succeeded' }).orderBy('seq');
  expect(signIns.map(({ payload }) => payload.ip)).toEqual([undefined, '192.0.2.7']);
  expect(signIns[0]).toMatchObject({ actor_id: id, payload: {} });
  expect(await verifyAudit(db)).toEqual([]);
  expect(await db('vendors').whereIn('id', [vendor.id, other.id]).orderBy('contact_name').pluck('contact_email')).toEqual([`x-${email}`, null]); // prettier-ignore
});

test('a call of somebody else that told of them is not carried out again, and an answer about a longer address stays', async () => {
  const { db } = world.database;
  const { email } = leaver.person;
  const create = (name: string, address: string) =>
    request(world.app)
      .post('/api/v1/users')
      .set({ authorization: admin.authorization, 'idempotency-key': `${name}-${count}` })
      .send({ email: address, name, locale: 'en', timeZone: 'UTC', roles: ['manager'] });
  const other = await create('Longer', `wang${email}`).expect(201);
  const told = { status: 201, headers: '{}', body: JSON.stringify({ said: `Line\n${email.toUpperCase()}.` }) };
  await create('Told', `told-${count}@example.com`).expect(201);
  await db('idempotency_keys')
    .where({ key: `Told-${count}` })
    .update(told);
  const people = () => db('users').orderBy('id').pluck<string[]>('id');
  const before = await people();

  expect((await erase().expect(200)).body.erased).toMatchObject({ replies: 1 });
  const again = await create('Told', `told-${count}@example.com`).expect(410);
  expect(again.body).toMatchObject({ code: 'IDEMPOTENCY_REPLY_ERASED' });
  expect((await create('Told', email).expect(422)).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const same = await create('Longer', `wang${email}`).expect(201);
  expect([same.headers['idempotent-replay'], same.body]).toEqual(['true', other.body]);
  expect(await people()).toEqual(before);
  expect(JSON.stringify(await db('idempotency_keys').where({ key: `Told-${count}` }))).not.toMatch(
    new RegExp(email, 'i'),
  );
});

test('it is refused while the person is there, has open tasks, or took part in what is under a legal hold', async () => {
  const { db } = world.database;
  const { id } = leaver.person;
  await db('users').where({ id }).update({ active: true });
  await db('engagements').where({ id: world.id }).update({ owner_id: id, state: 'IN_SERVICE' });
  await world.hold({ by: admin.person.id });

  const { body } = await erase().expect(422);
  expect(body.code).toBe('ERASURE_NOT_ALLOWED');
  expect(body.errors).toMatchObject([{ path: 'left' }, { path: 'openTasks' }, { path: 'legalHold' }]);
  expect((await db('users').where({ id }).first<{ name: string }>('name')).name).toBe(theirName);
});

test('work that waits for their approval is open work of theirs', async () => {
  const { db } = world.database;
  const { id } = leaver.person;
  const at = new Date();
  const item = { key: uuidv7(), engagement_id: world.id, kind: 'x', title: 'Do it.', assignee_id: admin.person.id, approver_id: id, opens_at: at, due_at: at, marks: '{}', state: 'submitted', version: 1, told_version: 1, created_at: at, updated_at: at }; // prettier-ignore
  const items = () => db('action_items').where({ key: item.key });
  await db('action_items').insert({ id: uuidv7(), ...item });
  const { body } = await erase().expect(422);
  expect(body.errors).toMatchObject([{ path: 'openTasks' }]);
  await items().update({ state: 'done', closed_at: at });
  await erase().expect(200);
});

test('an address within another one names nobody, neither in what is shown nor in what is erased', async () => {
  const { email } = leaver.person;
  await say('other.asked', { to: `wa${email}`, cc: [`${email}.cn`], text: `Ask x-${email} first.` });
  await say('they.asked', { to: [{ mail: email.toUpperCase() }] });
  await say('they.told', { text: `Line\n${email}, and so on.` });

  const shown = (await held()).filter(({ table }) => table === 'audit_events').map(({ row }) => row['type']);
  expect(shown).toEqual(expect.arrayContaining(['they.asked', 'they.told']));
  expect(shown).not.toContain('other.asked');
  await erase().expect(200);
  expect(await theSaid('other.asked')).toMatchObject({ to: `wa${email}` });
  expect(await theSaid('they.asked')).toEqual({});
});

test('what tells of a namesake stays, also under a hold of an engagement in which the person had no part', async () => {
  const took = world.id;
  await world.begin({ state: 'CLOSED' });
  await say('namesake.said', { name: theirName, userId: uuidv7() });
  await world.hold({ by: admin.person.id });
  await erase().expect(200);
  expect(await theSaid('namesake.said')).toMatchObject({ name: theirName });
  world.id = took;
  expect(await theSaid('team.said')).toEqual({});
});

test('a hold forbids it where a payload would go, though the person had no part', async () => {
  await world.begin({ state: 'CLOSED' });
  await say('they.named', { name: theirName, userId: leaver.person.id });
  await world.hold({ by: admin.person.id });
  const { body } = await erase().expect(422);
  expect(body.errors).toMatchObject([{ path: 'legalHold' }]);
  expect(await theSaid('they.named')).toMatchObject({ name: theirName });
});

test('a person who is called like an id or an answer takes no decision along', async () => {
  const requestId = uuidv7();
  const { id } = leaver.person;
  await world.database.db('users').where({ id }).update({ name: requestId });
  await say('task.decided', { requestId, decision: 'approved', assigneeId: id }, id);
  await say('purge.asked', { name: requestId, userId: id }, id);
  await say('they.signed', { signatory: requestId }, id);
  await erase().expect(200);
  expect(await theSaid('task.decided')).toMatchObject({ requestId, decision: 'approved' });
  expect(await theSaid('purge.asked')).toMatchObject({ name: requestId });
  expect(await theSaid('they.signed')).toEqual({});
});
