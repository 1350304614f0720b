import { PolicyBody } from '../../domain/approval/schema';
import type { Person } from '../../domain/people/people';
import { insertPerson, updatePerson } from '../../db/stores/people';
import { addPolicyVersion } from '../../db/stores/policies';
import { inTransaction } from '../../db/transaction';
import { formIn } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const personOf = (n: number, part: Partial<Person>): Person => ({
  ...LI,
  ...{ id: `018f4c1e-0000-7000-8000-00000000001${n}`, email: `colleague${n}@example.com`, name: `Colleague ${n}` },
  ...{ locale: 'en', roles: ['finance'], ...part },
});
const WANG = personOf(1, { name: 'Wang' });
const BOSS = personOf(2, { name: 'Boss', roles: ['admin'] });
const RULES = '/admin/duty-rules';
const ACCOUNTS = `/admin/people/${WANG.id}/accounts`;

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(async () => {
  const { db } = world.database;
  for (const table of ['proposals', 'settings', 'role_changes']) await db(table).delete();
  for (const one of [WANG, BOSS]) {
    await insertPerson(db, one, NOW);
    await updatePerson(db, one, NOW);
  }
  await db('users').update({ employee_id: null });
  await li.as('admin');
  await proved(0);
});
afterAll(() => world.database.drop());

const proved = (minutesAgo: number) =>
  world.database.db('sessions').update({ proved_at: new Date(NOW - minutesAgo * 60_000) });
const open = async (path: string): Promise<string> => (await li.get(path).expect(200)).text;
const stored = async () =>
  (await world.database.db<{ version: number; body: unknown }>('settings').orderBy('version')).map(({ body }) => body);
const waiting = () => world.database.db<{ body: unknown; state: string }>('proposals').select('body', 'state');
const LATE = 10_000;
const OFF = {
  ...{ newRoleHours: 0, policiesByTwo: false, endingsByTwo: false },
  ...{ approvalsByOthers: false, noApprovalsByTime: false, noApprovalsByEditors: false },
};

test('an administrator sets by a form which duties are kept apart, and it is in the trail', async () => {
  const form = await open(RULES);
  expect(form).not.toContain('takes effect when another administrator confirms it');
  const saved = await li.send(form, RULES, { newRoleHours: '24', endingsByTwo: '1' });
  expect([saved.status, saved.headers['location']]).toEqual([303, `${RULES}?done=1`]);
  expect(await stored()).toEqual([{ ...OFF, newRoleHours: 24, endingsByTwo: true }]);
  const [entry] = await world.database.db('audit_events').where({ type: 'setting.saved' }).orderBy('seq', 'desc').limit(1); // prettier-ignore
  expect(entry).toMatchObject({ channel: 'page', payload: { key: 'duty-rules', version: 2 } });
  expect(formIn(await open(RULES), RULES).get('newRoleHours')).toBe('24');
});

test('a policy that allows what the form rules out is named, in the language of the reader, as it has no effect', async () => {
  const { db } = world.database;
  const step = { key: 's1', title: 'S', mode: 'any', assignees: [{ user: WANG.id }], selfHandler: 'allow' };
  const body = PolicyBody.parse({ title: 'Own', settings: {}, steps: [step] });
  await inTransaction(db, (trx) => addPolicyVersion(trx, { key: 'own-way', body, actorId: LI.id, now: NOW }));
  const form = await open(RULES);
  expect(form).not.toContain('own-way');
  expect((await li.send(form, RULES, { noApprovalsByTime: '1' })).status).toBe(303);
  expect(await open(RULES)).not.toContain('own-way');
  expect((await li.send(await open(RULES), RULES, { approvalsByOthers: '1' })).status).toBe(303);
  expect(await stored()).toMatchObject([{}, { ...OFF, noApprovalsByTime: true, approvalsByOthers: true }]);
  expect(await open(RULES)).toContain('it has no effect in rounds that begin now: own-way');
  await updatePerson(db, { ...LI, roles: ['admin'], locale: 'zh-CN' }, NOW);
  const chinese = await open(RULES);
  for (const text of ['在此后开始的轮次中不起作用：own-way', '任何人不得审批自己的申请', '超时不得视为批准'])
    expect(chinese).toContain(text);
});

test('where two are asked for, the form says so, and what it sends waits for the other one', async () => {
  await li.send(await open(RULES), RULES, { policiesByTwo: '1' });
  const form = await open(RULES);
  expect(form).toContain('takes effect when another administrator confirms it');
  const asked = await li.send(form, RULES, { policiesByTwo: [] });
  expect([asked.status, asked.headers['location']]).toEqual([303, '/admin/proposals?done=made']);
  expect(await stored()).toHaveLength(1);
  expect(await waiting()).toEqual([{ body: OFF, state: 'open' }]);
  expect(await open(RULES)).toContain('A change of these rules waits for a second administrator.');
});

test('what is wrong stands beside its field in the language of the reader, with what was typed', async () => {
  const refused = await li.send(await open(RULES), RULES, { newRoleHours: '721', policiesByTwo: '1' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('>must be 720 or less<');
  const again = formIn(refused.text, RULES);
  expect([again.get('newRoleHours'), again.get('policiesByTwo')]).toEqual(['721', '1']);
  await updatePerson(world.database.db, { ...BOSS, roles: [] }, NOW);
  await updatePerson(world.database.db, { ...LI, roles: ['admin'], locale: 'zh-CN' }, NOW);
  const alone = await li.send(refused.text, RULES, { newRoleHours: '0' });
  expect(alone.text).toContain('>需要另有一位在职的管理员<');
  expect(alone.text).toContain('您是唯一在职的管理员');
  expect(await stored()).toEqual([]);
});

test('rules that somebody else has set meanwhile are not written over unseen', async () => {
  const [mine, theirs] = [await open(RULES), await open(RULES)];
  expect((await li.send(theirs, RULES, { newRoleHours: '48' })).status).toBe(303);
  const stale = await li.send(mine, RULES, { newRoleHours: '12' });
  expect(stale.status).toBe(422);
  expect(stale.text).toMatch(/<dd>48<\/dd>/);
  expect((await li.send(stale.text, RULES, { onto: '1' })).status).toBe(303);
  expect(await stored()).toMatchObject([{ newRoleHours: 48 }, { newRoleHours: 12 }]);
});

test('both forms ask first who has not lately shown who they are, and lose nothing when it happens after', async () => {
  const forms = [
    [RULES, await open(RULES), { newRoleHours: '7' }],
    [ACCOUNTS, await open(ACCOUNTS), { employeeId: 'E-9' }],
  ] as const;
  await proved(LATE);
  for (const [path, form, typed] of forms) {
    expect((await li.get(path).expect(303)).headers['location']).toContain('/confirm?next=');
    const refused = await li.send(form, path, typed);
    expect([refused.status, refused.text.includes(Object.values(typed).join())]).toEqual([422, true]);
  }
  expect(await stored()).toEqual([]);
});

test('auditors read the rules and set none', async () => {
  const form = await open(RULES);
  await li.as('auditor');
  const text = await open(RULES);
  expect(text).toMatch(/<dt>Policies need a second administrator<\/dt><dd>No<\/dd>/);
  expect(text).not.toContain(`action="${RULES}"`);
  expect((await li.send(form, RULES, { newRoleHours: '1' })).status).toBe(403);
  await li.get(ACCOUNTS).expect(403);
  await li.as('evaluator');
  await li.get(RULES).expect(403);
});

test('an administrator says by a form that two accounts are of one person, and takes it back', async () => {
  await world.database.db('users').where({ id: BOSS.id }).update({ employee_id: 'E-1' });
  expect(await open(`/admin/people/${WANG.id}`)).toContain(`href="${ACCOUNTS}"`);
  const long = await li.send(await open(ACCOUNTS), ACCOUNTS, { employeeId: 'x'.repeat(65) });
  expect([long.status, long.text.includes('>must have at most 64 characters<')]).toEqual([422, true]);
  const said = await li.send(long.text, ACCOUNTS, { employeeId: ' E-1 ' });
  expect([said.status, said.headers['location']]).toEqual([303, `/admin/people/${WANG.id}?done=named`]);
  const [entry] = await world.database.db('audit_events').where({ type: 'user.person-named' }).orderBy('seq', 'desc').limit(1); // prettier-ignore
  expect(entry).toMatchObject({ channel: 'page', payload: { known: true, accountIds: [BOSS.id] } });
  const form = await open(ACCOUNTS);
  expect(form).toContain('Boss · colleague2@example.com');
  expect((await li.send(form, ACCOUNTS, { employeeId: '' })).status).toBe(303);
  const stale = await li.send(form, ACCOUNTS, { employeeId: 'E-2' });
  expect([stale.status, stale.text.includes('Somebody else has changed it meanwhile')]).toEqual([422, true]);
  expect(formIn(await open(ACCOUNTS), ACCOUNTS).get('employeeId')).toBe('');
});
