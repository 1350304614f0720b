import { sweepActivities } from '../../activities/sweep';
import { outlivedRecords } from '../../db/read/retention';
import { openActionItem } from '../../db/stores/action-items';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { EXIT_RULES_KEY, SHIPPED_EXIT_RULES } from '../../domain/exit/rules';
import { noDocuments } from '../documents';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin({ state: 'CLOSED' });
  await update({ exit_effective_date: '2027-03-31', time_zone: 'Asia/Shanghai' });
});

const update = (columns: object) => world.database.db('engagements').where({ id: world.id }).update(columns);
const sweep = (at: string) =>
  sweepActivities({ db: world.database.db, documents: noDocuments.store, secrets: ['s'.repeat(32)] }).sweep({
    now: Date.parse(at),
  });
const items = () =>
  world.database
    .db('action_items')
    .where({ engagement_id: world.id })
    .orderBy('id')
    .select('id', 'kind', 'assignee_id', 'state');
const states = async () => (await items()).map(({ state }) => state);
const mails = async () =>
  (await world.database.db('mail_orders').where({ engagement_id: world.id }).orderBy('key').select('kind', 'recipient_id')).map(({ kind, recipient_id: to }) => [kind, to]); // prettier-ignore

test('the owner is asked once, on the first day after the last on which the record had to be kept, and told by mail', async () => {
  // Three years later; the day after begins at 16:00 UTC there.
  await sweep('2030-03-31T15:59:59Z');
  expect(await items()).toEqual([]);
  await sweep('2030-03-31T16:00:00Z');
  const owner = world.people.owner.person.id;
  const asked = await items();
  expect(asked).toMatchObject([{ kind: 'retention-ended', assignee_id: owner, state: 'open' }]);
  expect(await mails()).toEqual([['action-item', owner]]);

  await sweep('2030-04-01T16:00:00Z');
  expect(await items()).toEqual(asked);
  expect(await mails()).toHaveLength(1);
  // Due a month later: nobody but the sweep recalls it, as the monitoring of a closed engagement has ended.
  await sweep('2030-05-02T16:00:00Z');
  expect((await mails()).map(([kind]) => kind)).toContain('action-item-reminder');
});

test('an open task of a closed engagement is recalled before its day, on it and once after, and ended ones are not', async () => {
  const task = (key: string, state: string) => ({
    ...{ engagement_id: world.id, key, title: key, due: '2027-04-14', after_keys: [], state },
    ...{ assignee_id: world.people.service.person.id, updated_at: new Date(world.now) },
    ...(state === 'done' && { closed_by: world.people.owner.person.id, closed_at: new Date(world.now) }),
  });
  await world.database.db('exit_tasks').insert([task('exit-review', 'open'), task('delete-data', 'done')]);
  for (const day of ['08', '09', '10', '12', '14', '15', '16', '17']) await sweep(`2027-04-${day}T02:00:00Z`);

  const recalls = await world.database.db('mail_orders').where({ engagement_id: world.id, kind: 'exit-task' }).orderBy(['due_at', 'recipient_id']); // prettier-ignore
  const [sven, olga] = [world.people.service.person.id, world.people.owner.person.id];
  const said = recalls.map(({ facts, recipient_id: to }) => [facts.task, facts.word, to]);
  expect(said.slice(0, 2)).toEqual([
    ['exit-review', 'reminder', sven],
    ['exit-review', 'due', sven],
  ]);
  expect(new Set(said.slice(2).map(([task_, word, to]) => `${task_} ${word} ${to}`))).toEqual(
    new Set([`exit-review overdue ${sven}`, `exit-review overdue ${olga}`]),
  );
});

test('work that is opened after the end is told and recalled, and work of a cancelled engagement too', async () => {
  await update({ state: 'CANCELLED' });
  const opened = { key: `late:${world.id}`, engagementId: world.id, kind: 'exit-assessment', title: 'Late' } as const;
  const when = { opensAt: Date.parse('2027-04-01T00:00:00Z'), dueAt: Date.parse('2027-04-20T00:00:00Z') };
  await inTransaction(world.database.db, (trx) =>
    openActionItem(trx, { ...opened, ...when, assigneeId: world.people.service.person.id, now: when.opensAt }),
  );
  for (const day of ['02', '03', '19', '21']) await sweep(`2027-04-${day}T02:00:00Z`);
  const kinds = (await mails()).map(([kind]) => kind);
  expect(kinds.filter((kind) => kind === 'action-item')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'action-item-reminder').length).toBeGreaterThanOrEqual(2);
});

test('nobody is asked twice about a record that has been decided on', async () => {
  await sweep('2030-04-02T00:00:00Z');
  await world.database.db('action_items').where({ engagement_id: world.id }).update({ state: 'done' });
  await sweep('2031-04-02T00:00:00Z');
  expect(await states()).toEqual(['done']);
});

test('a legal hold keeps the question away and takes it back; its end asks anew', async () => {
  const first = await world.hold({ at: Date.parse('2029-01-01T00:00:00Z') });
  await sweep('2030-04-02T00:00:00Z');
  expect(await states()).toEqual([]);
  await world.release(first, { at: Date.parse('2030-04-03T00:00:00Z') });
  await sweep('2030-04-04T00:00:00Z');
  expect(await states()).toEqual(['open']);

  const second = await world.hold({ at: Date.parse('2030-04-05T00:00:00Z') });
  await sweep('2030-04-06T00:00:00Z');
  expect(await states()).toEqual(['cancelled']);
  await world.release(second, { at: Date.parse('2030-06-01T00:00:00Z') });
  await sweep('2030-06-02T00:00:00Z');
  expect(await states()).toEqual(['cancelled', 'open']);
});

test('a longer period takes the question back, and only a closed engagement is asked about', async () => {
  await sweep('2030-04-02T00:00:00Z');
  const body = { ...SHIPPED_EXIT_RULES, retentionMonths: 60 };
  const setting = { key: EXIT_RULES_KEY, body, actorId: world.people.owner.person.id, now: world.now };
  await inTransaction(world.database.db, (trx) => addSetting(trx, setting));
  await sweep('2030-04-03T00:00:00Z');
  expect(await states()).toEqual(['cancelled']);

  await update({ state: 'EXITING' });
  const later = await outlivedRecords(world.database.db, Date.parse('2040-01-01T00:00:00Z'));
  expect(later.map(({ id }) => id)).not.toContain(world.id);
  await update({ state: 'CLOSED' });
  await sweep('2032-04-02T00:00:00Z');
  expect(await states()).toEqual(['cancelled', 'open']);
});
