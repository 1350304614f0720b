import type { Letter } from '../../activities/deps';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { claimMails } from '../../db/stores/mail-orders';
import { ApprovalWorld } from './approval-world';

/** Whoever may confirm what an administrator asks for hears of it, and whoever asked hears how it ended. */
let world: ApprovalWorld;
const RULES = '/settings/duty-rules';
const ON = { newRoleHours: 0, policiesByTwo: true, endingsByTwo: false };

beforeAll(async () => {
  world = await ApprovalWorld.open({
    ...{ R: ['admin'], R2: ['admin'], W: ['admin'], Z: ['admin'], B: ['finance'], GONE: ['admin'] },
  });
  const { db } = world.database;
  await db('users').where({ id: world.id('GONE') }).update({ active: false }); // prettier-ignore
  await db('users').where({ id: world.id('Z') }).update({ locale: 'zh-CN' }); // prettier-ignore
});
afterAll(() => world.close());
beforeEach(async () => {
  const { db } = world.database;
  for (const table of ['proposals', 'settings', 'role_changes', 'mail_orders', 'mail_log']) await db(table).delete();
  await db('users').update({ employee_id: null });
});

let keys = 0;
const body = () => ({
  ...{ title: 'Payments', settings: {} },
  steps: [{ key: 's1', title: 'Step', mode: 'any', assignees: [{ user: world.id('B') }] }],
});
async function proposed(rules: object = ON): Promise<string> {
  await world.call('R', 'put', RULES).send(rules).expect(200);
  const { body: answer } = await world.call('R', 'put', `/policies/p-mail-${++keys}`).send(body()).expect(202);
  return (answer as { proposalId: string }).proposalId;
}
const act = (by: string, id: string, what: object) => world.call(by, 'post', `/proposals/${id}/actions`).send(what);
const orders = () =>
  world.database.db<{ kind: string; recipient_id: string }>('mail_orders').whereLike('kind', 'proposal-%');
const askedFor = async (): Promise<readonly string[]> =>
  (await orders()).flatMap(({ kind, recipient_id: id }) => (kind === 'proposal-made' ? [id] : []));
const idsOf = (...names: readonly string[]) => names.map((name) => world.id(name));

/** What the courier sends, each mail as often as it is told. */
async function letters(times = 1): Promise<readonly Letter[]> {
  const sent: Letter[] = [];
  const mailer = { send: (letter: Letter) => Promise.resolve(void sent.push(letter)) };
  const of = { db: world.database.db, mailer, mailFrom: 'Tenure <tenure@localhost>', secrets: ['k'.repeat(32)] };
  const { sendMail } = engagementMailActivities({ ...of, publicUrl: 'http://localhost' });
  const claimed = await claimMails(world.database.db, Date.now() + 1_000, 100);
  const about = claimed.filter(({ order }) => order.kind.startsWith('proposal-'));
  for (const { order } of Array.from({ length: times }, () => about).flat()) await sendMail(order);
  return sent;
}

test('each other administrator gets one mail in their language that leads to what they are to settle', async () => {
  const id = await proposed();
  expect((await askedFor()).toSorted()).toEqual(idsOf('R2', 'W', 'Z').toSorted());
  const sent = await letters(2);
  expect(sent).toHaveLength(3);
  for (const { text, html } of sent)
    for (const part of [text, html]) expect(part).toContain(`http://localhost/admin/proposals/${id}`);
  const subjects = sent.map(({ subject }) => subject).toSorted();
  const english = 'For a second administrator: Approval policy: Payments';
  expect(subjects).toEqual([english, english, '待第二位管理员确认：审批策略：Payments']);
});

test('an account of whoever asks, and an administrator whom they have just made, are not asked', async () => {
  await world.database.db('users').whereIn('id', idsOf('R', 'R2')).update({ employee_id: 'E-1' });
  await world.call('R', 'put', RULES).send({ ...ON, newRoleHours: 24 }).expect(200); // prettier-ignore
  await world.call('R', 'patch', `/users/${world.id('B')}`).send({ roles: ['finance', 'admin'] }).expect(200); // prettier-ignore
  await world.call('R', 'put', `/policies/p-mail-${++keys}`).send(body()).expect(202);
  expect((await askedFor()).toSorted()).toEqual(idsOf('W', 'Z').toSorted());
  await world.call('R', 'patch', `/users/${world.id('B')}`).send({ roles: ['finance'] }).expect(200); // prettier-ignore
});

test('whoever asked is told how it was settled, by whom and why', async () => {
  const id = await proposed();
  await orders().delete();
  await act('W', id, { action: 'reject', comment: 'The limit is missing' }).expect(200);
  const [letter, ...others] = await letters();
  expect(others).toEqual([]);
  expect(letter?.subject).toBe('Rejected: Approval policy: Payments');
  expect(letter?.text).toContain('The limit is missing');
  expect(letter?.text).toContain('Rejected; nothing has changed.');
});

test('nobody is asked any more about what was settled before their mail went out', async () => {
  const id = await proposed();
  await act('W', id, { action: 'confirm' }).expect(200);
  expect((await letters()).map(({ subject }) => subject)).toEqual(['Confirmed: Approval policy: Payments']);
});

test('whoever takes back what they have asked for is told nothing of it', async () => {
  const id = await proposed();
  await act('R', id, { action: 'withdraw' }).expect(200);
  expect(await letters()).toEqual([]);
});
