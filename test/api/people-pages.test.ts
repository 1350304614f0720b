import request from 'supertest';
import type { Person } from '../../domain/people/people';
import { absencesOf } from '../../db/stores/absences';
import { findByEmail, findPerson, insertPerson, updatePerson } from '../../db/stores/people';
import { formIn } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const personOf = (n: number, part: Partial<Person>): Person => ({
  ...LI,
  id: `018f4c1e-0000-7000-8000-00000000001${n}`,
  email: `colleague${n}@example.com`,
  name: `Colleague ${n}`,
  locale: 'en',
  roles: ['evaluator'],
  ...part,
});
const WANG = personOf(1, { name: 'Wang' });
const HE = personOf(2, { name: 'He', roles: ['finance'] });
const GONE = personOf(3, { name: 'Gone', active: false });
const BOSS = personOf(4, { name: 'Boss', roles: ['admin'] });
const HERE = `/admin/people/${WANG.id}`;

let world: PageWorld;
let li: Visitor;
const told: unknown[] = [];
beforeAll(async () => {
  world = await pageWorld({
    gateway: {
      startAndUpdate: <T>(start: unknown) => {
        told.push(start);
        return Promise.resolve([] as T);
      },
    },
  });
  li = await Visitor.of(world);
});
beforeEach(async () => {
  const { db } = world.database;
  told.length = 0;
  await db('absences').delete();
  for (const one of [WANG, HE, GONE, BOSS]) {
    await insertPerson(db, one, NOW);
    await updatePerson(db, one, NOW);
  }
  await li.as('admin');
  await proved(0);
});
afterAll(() => world.database.drop());

const proved = (minutesAgo: number) =>
  world.database.db('sessions').update({ proved_at: new Date(NOW - minutesAgo * 60_000) });
const stored = (id = WANG.id) => findPerson(world.database.db, id);
/** The page without the forms that take single ones away. */
const below = (html: string): string => html.slice(html.indexOf('id="form"'));
const LATE = 10_000;

test('people are found by name, role and state, with who is away now and who stands in', async () => {
  await world.database.db('absences').insert({
    id: WANG.id,
    user_id: WANG.id,
    starts_on: '2026-11-20',
    ends_on: '2026-11-27',
    substitute_id: HE.id,
    policy_keys: null,
    include_pending: true,
  });
  const { text } = await li.get('/admin/people').expect(200);
  expect(text).toMatch(/>Boss<[\s\S]*>Gone<[\s\S]*>He<[\s\S]*>Wang</);
  expect(text).toContain('He stands in');
  const found = await li.get('/admin/people?q=colleague&role=finance&state=active').expect(200);
  expect(found.text).toContain('>He<');
  expect(found.text).not.toContain('>Wang<');
  expect((await li.get('/admin/people?state=left').expect(200)).text).not.toContain('>He<');
  expect((await li.get('/admin/people?q=%25').expect(200)).text).toContain('Nobody found');
});

test('a person is added and changed, and only what was changed is in the trail', async () => {
  const blank = await li.get('/admin/new-person').expect(200);
  const typed = {
    name: 'Zhou',
    email: 'zhou@example.com',
    roles: ['legal', 'hr'],
    managerId: 'COLLEAGUE2@example.com',
  };
  const made = await li.send(blank.text, '/admin/new-person', typed);
  expect(made.status).toBe(303);
  const zhou = await findByEmail(world.database.db, 'zhou@example.com');
  expect(zhou).toMatchObject({ name: 'Zhou', roles: ['legal', 'hr'], managerId: HE.id, digest: false, active: true });
  const at = `/admin/people/${zhou?.id}/edit`;
  const form = await li.get(at).expect(200);
  const saved = await li.send(form.text, at, { timeZone: 'Europe/Paris', managerId: '' });
  expect([saved.status, saved.headers['location']]).toEqual([303, `/admin/people/${zhou?.id}?done=saved`]);
  expect(await stored(zhou?.id)).toMatchObject({ roles: ['legal', 'hr'], managerId: null, timeZone: 'Europe/Paris' });
  const [entry] = await world.database
    .db('audit_events')
    .where({ type: 'user.changed' })
    .orderBy('at', 'desc')
    .limit(1);
  expect(entry).toMatchObject({ channel: 'page', payload: { fields: ['timeZone', 'managerId'] } });
});

test('what is wrong stands beside its field, everything typed is there again, and nothing is saved', async () => {
  const form = await li.get(`${HERE}/edit`).expect(200);
  const typed = { name: 'Wang <b>', email: 'no address', managerId: 'nobody@example.com', departmentId: '' };
  const refused = await li.send(form.text, `${HERE}/edit`, { ...typed, roles: ['legal'] });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('>is not an e-mail address<');
  const again = formIn(refused.text, `${HERE}/edit`);
  for (const [name, value] of Object.entries(typed)) expect([name, again.get(name)]).toEqual([name, value]);
  expect(again.getAll('roles')).toEqual(['legal']);
  const named = await li.send(refused.text, `${HERE}/edit`, { email: HE.email });
  expect(named.text).toContain('>is taken<');
  const alone = await li.send(named.text, `${HERE}/edit`, { email: WANG.email });
  expect(alone.text).toContain('>is not another known person<');
  expect(await stored()).toEqual(WANG);
});

test('a change that somebody else saved meanwhile is told of and not written over, until whoever edits says so', async () => {
  const [mine, theirs] = [await li.get(`${HERE}/edit`).expect(200), await li.get(`${HERE}/edit`).expect(200)];
  expect((await li.send(theirs.text, `${HERE}/edit`, { roles: ['hr'] })).status).toBe(303);
  const stale = await li.send(mine.text, `${HERE}/edit`, { name: 'Wang Lei' });
  expect(stale.status).toBe(422);
  expect(stale.text).toMatch(/<dt>Name<\/dt><dd>Wang<\/dd>[\s\S]*<dt>Roles<\/dt><dd>HR<\/dd>/);
  const pressed = await li.send(stale.text, `${HERE}/edit`);
  expect(pressed.status).toBe(422);
  expect(await stored()).toEqual({ ...WANG, roles: ['hr'] });
  const saved = await li.send(pressed.text, `${HERE}/edit`, { onto: '1' });
  expect(saved.status).toBe(303);
  expect(await stored()).toEqual({ ...WANG, name: 'Wang Lei' });
});

test('whoever has not lately shown who they are is asked before the form, and loses nothing when it happens after', async () => {
  const form = await li.get(`${HERE}/edit`).expect(200);
  const leave = await li.get(`${HERE}/leave`).expect(200);
  await proved(LATE);
  for (const path of [`${HERE}/edit`, `${HERE}/leave`])
    expect((await li.get(path).expect(303)).headers['location']).toBe(`/confirm?next=${encodeURIComponent(path)}`);
  const refused = await li.send(form.text, `${HERE}/edit`, { name: 'Wang Lei' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(`href="/confirm?next&#x3D;`);
  expect((await li.send(leave.text, `${HERE}/leave`)).text).toContain(`href="/confirm?next&#x3D;`);
  expect(await stored()).toEqual(WANG);
  // A new proof is a new session, for which the form in the other tab was not made.
  await li.signIn();
  const old = await li.send(refused.text, `${HERE}/edit`);
  expect([old.status, formIn(old.text, `${HERE}/edit`).get('name')]).toEqual([422, 'Wang Lei']);
  expect(await stored()).toEqual(WANG);
  expect((await li.send(old.text, `${HERE}/edit`)).status).toBe(303);
  expect(await stored()).toMatchObject({ name: 'Wang Lei' });
});

test('a form that another site sent is refused and not shown again', async () => {
  const form = await li.get(`${HERE}/edit`).expect(200);
  const fields = formIn(form.text, `${HERE}/edit`);
  for (const site of ['cross-site', 'same-site', '']) {
    fields.set('csrf', 'forged');
    const headers = { cookie: li.cookie, accept: 'text/html', ...(site && { 'sec-fetch-site': site }) };
    const answer = await request(world.app).post(`${HERE}/edit`).set(headers).type('form').send(fields.toString());
    expect([answer.status, answer.text.includes('name="email"')]).toEqual([403, false]);
  }
});

test('before somebody leaves, it is said what waits for them and who gets it', async () => {
  await updatePerson(world.database.db, { ...HE, managerId: WANG.id }, NOW);
  const page = await li.get(`${HERE}/leave`).expect(200);
  expect(page.text).toContain('People whose manager they are: 1.');
  expect(page.text).toContain('all that waits goes to');
  const refused = await li.send(page.text, `${HERE}/leave`, { successorId: GONE.email });
  expect([refused.status, refused.text.includes('>is not another active person<')]).toEqual([422, true]);
  expect(await stored()).toMatchObject({ active: true });
  const done = await li.send(refused.text, `${HERE}/leave`, { successorId: HE.email });
  expect(done.headers['location']).toBe(`${HERE}?done=left`);
  expect(await stored()).toMatchObject({ active: false });
  expect(told).toMatchObject([{ args: [{ personIds: [WANG.id] }] }]);
  expect((await li.get(`${HERE}/leave`).expect(200)).text).not.toContain('<button class="primary"');
});

test('the last administrator has no form to leave by', async () => {
  await updatePerson(world.database.db, { ...BOSS, roles: [] }, NOW);
  const { text } = await li.get(`/admin/people/${LI.id}/leave`).expect(200);
  expect(text).toContain('This is the last administrator');
  expect(text).not.toContain('<button class="primary"');
  expect((await li.get(`/admin/people/${LI.id}/edit`).expect(200)).text).toContain('The only active administrator.');
});

test('people say themselves when they are away and who stands in, and change it', async () => {
  await li.as('evaluator');
  const path = '/absences';
  const open = await li.get(path).expect(200);
  expect(open.text).toContain('No absences');
  const wanted = { from: '2026-12-01', to: '2026-12-05', substituteId: 'nobody@example.com' };
  const refused = await li.send(open.text, path, wanted);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('>is not another active person<');
  expect(formIn(refused.text, path).get('to')).toBe('2026-12-05');
  const added = await li.send(refused.text, path, { substituteId: HE.email, policyKeys: ['gate-award'] });
  expect(added.headers['location']).toBe('/absences?done=1');
  const first = { from: '2026-12-01', to: '2026-12-05', substituteId: HE.id, includePending: true };
  expect(await absencesOf(world.database.db, LI.id)).toEqual([{ ...first, policyKeys: ['gate-award'] }]);
  const list = await li.get(path).expect(200);
  const [, change = ''] = /href="(\/absences\?of[^"]+)#form"/.exec(list.text) ?? [];
  const overlap = await li.send(below(list.text), path, { ...wanted, of: '', substituteId: HE.email });
  expect(overlap.text).toContain('>overlaps an absence before it in the list<');
  const form = await li.get(change.replaceAll('&#x3D;', '=')).expect(200);
  const changed = await li.send(below(form.text), path, {
    to: '2026-12-08',
    policyKeys: [],
  });
  expect(changed.status).toBe(303);
  expect(await absencesOf(world.database.db, LI.id)).toEqual([{ ...first, to: '2026-12-08' }]);
  const stale = await li.send(below(form.text), path, { to: '2026-12-09' });
  expect([stale.status, formIn(below(stale.text), path).get('to')]).toEqual([422, '2026-12-09']);
  const removing = await li.get(path).expect(200);
  expect((await li.send(removing.text, path, { act: 'remove' })).status).toBe(303);
  expect(await absencesOf(world.database.db, LI.id)).toEqual([]);
  expect(told).toHaveLength(3);
});

const FORMS = ['edit', 'leave', 'absences'];
/** The forms to which the page of a person and the list lead. */
async function offered(): Promise<readonly string[]> {
  const [page, list] = [await li.get(HERE).expect(200), await li.get('/admin/people').expect(200)];
  const shown = FORMS.filter((at) => page.text.includes(`href="${HERE}/${at}"`));
  return list.text.includes('href="/admin/new-person"') ? [...shown, 'new-person'] : shown;
}

test('administrators say it for others; whoever may only read has no form, and what they send is refused', async () => {
  const path = `${HERE}/absences`;
  const open = await li.get(path).expect(200);
  const wanted = { from: '2026-12-01', to: '2026-12-05', substituteId: HE.email };
  expect((await li.send(open.text, path, wanted)).status).toBe(303);
  expect(await absencesOf(world.database.db, WANG.id)).toHaveLength(1);
  const form = await li.get(`${HERE}/edit`).expect(200);
  expect(await offered()).toEqual([...FORMS, 'new-person']);
  await li.as('auditor');
  expect(await offered()).toEqual([]);
  expect((await li.get(HERE).expect(200)).text).toContain('He stands in');
  for (const at of FORMS) await li.get(`${HERE}/${at}`).expect(403);
  expect((await li.send(form.text, `${HERE}/edit`, { name: 'X' })).status).toBe(403);
  expect(await stored()).toEqual(WANG);
  await li.as('evaluator');
  await li.get('/admin/people').expect(403);
  await li.get(HERE).expect(403);
});
