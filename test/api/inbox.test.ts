import { v7 as uuidv7 } from 'uuid';
import { inboxEntries } from '../../db/read/inbox';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;

beforeAll(async () => {
  const evaluator = ['evaluator'] as const;
  world = await ApprovalWorld.open({
    ADMIN: ['admin'],
    R: evaluator,
    A: evaluator,
    B: evaluator,
    C: evaluator,
    E: evaluator,
    U: evaluator,
  });
});
afterAll(() => world.close());

interface Line {
  readonly task: { readonly id: string } | null;
  readonly request: { readonly id: string };
}
async function box(name: string, query: string): Promise<readonly string[]> {
  const { body } = await world.call(name, 'get', `/tasks?${query}`).expect(200);
  return (body as { items: readonly Line[] }).items.map(({ request }) => request.id);
}
const counts = async (name: string): Promise<unknown> =>
  (await world.call(name, 'get', '/tasks/counts').expect(200)).body;
interface Item {
  readonly taskId: string;
  readonly status: number;
  readonly problem?: { readonly code: string };
}
const bulk = (name: string, items: readonly object[]) => world.call(name, 'post', '/tasks/actions').send({ items });
const outcome = (body: unknown): readonly (readonly [number, string | null])[] =>
  (body as { items: readonly Item[] }).items.map(({ status, problem }) => [status, problem?.code ?? null]);

test('several tasks are decided at once, each by itself, and a repetition gives the same answer', async () => {
  const asked = [];
  for (let n = 0; n < 3; n += 1) asked.push(await world.ask([world.desk.step(['A', 'B'])]));
  const [first, second, third] = asked.map(({ taskOf }) => taskOf('A'));
  const theirs = asked[2]?.taskOf('B') ?? '';
  const items = [
    { taskId: first, action: 'approve', comment: 'fine' },
    { taskId: second, action: 'reject' },
    { taskId: third, action: 'approve', subjectHash: 'f'.repeat(64) },
    { taskId: theirs, action: 'approve' },
    { taskId: uuidv7(), action: 'approve' },
  ];
  const answer = await bulk('A', items)
    .set('idempotency-key', `bulk-${String(first)}`)
    .expect(200);

  expect(outcome(answer.body)).toEqual([
    [200, null],
    [422, 'COMMENT_REQUIRED'],
    [409, 'SUBJECT_CHANGED'],
    [403, 'NOT_ASSIGNEE'],
    [404, 'NOT_FOUND'],
  ]);
  expect(answer.body.items[0]).toMatchObject({ task: { status: 'approved' }, request: { status: 'approved' } });
  const again = await bulk('A', items)
    .set('idempotency-key', `bulk-${String(first)}`)
    .expect(200);
  expect(again.body).toEqual(answer.body);
  const view = await world.call('R', 'get', `/requests/${asked[1]?.id ?? ''}`).expect(200);
  expect(view.body.status).toBe('pending');
  expect(outcome((await bulk('A', [items[0] ?? {}])).body)).toEqual([[409, 'TASK_CLOSED']]);
});

test('a bulk decision names 1 to 100 different tasks', async () => {
  const task = (taskId = uuidv7()) => ({ taskId, action: 'approve' });
  await bulk('A', []).expect(422);
  await bulk(
    'A',
    Array.from({ length: 101 }, () => task()),
  ).expect(422);
  const one = uuidv7();
  const twice = await bulk('A', [task(one), task(one)]).expect(422);
  expect(twice.body.errors[0].path).toBe('items.1.taskId');
  const all = await bulk(
    'A',
    Array.from({ length: 100 }, () => task()),
  ).expect(200);
  expect(new Set(outcome(all.body).map(String))).toEqual(new Set(['404,NOT_FOUND']));
});

test('each box holds what its name says, and its count', async () => {
  const { id, taskOf } = await world.ask([world.desk.step(['C', 'E'])], { cc: [world.id('B'), world.id('B')] });
  const before = { todo: 0, done: 0, 'closed-by-others': 0, cc: 0, mine: 0 };
  expect(await counts('C')).toEqual({ ...before, todo: 1 });
  await world
    .call('C', 'post', `/tasks/${taskOf('C')}/actions`)
    .send({ action: 'approve' })
    .expect(200);

  expect(await counts('C')).toEqual({ ...before, done: 1 });
  expect(await counts('E')).toEqual({ ...before, 'closed-by-others': 1 });
  expect([await box('C', 'box=done'), await box('E', 'box=done'), await box('E', 'box=closed-by-others')]).toEqual([
    [id],
    [],
    [id],
  ]);
  expect(await box('B', 'box=cc')).toEqual([id]);
  expect(await box('R', 'box=mine&limit=1')).toEqual([id]);
});

test('a task lent for an opinion stays to do for its holder until it is decided', async () => {
  const { id, taskOf } = await world.ask([world.desk.step(['A'])]);
  const act = (name: string, task: string, body: object) =>
    world.call(name, 'post', `/tasks/${task}/actions`).send(body).expect(200);
  await act('A', taskOf('A'), { action: 'delegate', userIds: [world.id('B')], comment: 'What do you think?' });
  expect([await box('A', 'box=todo'), await box('B', 'box=todo')]).toEqual([
    expect.arrayContaining([id]),
    expect.arrayContaining([id]),
  ]);
  await act('A', taskOf('A'), { action: 'approve' });
  expect(await box('A', 'box=todo')).not.toContain(id);
  expect(await box('B', 'box=todo')).not.toContain(id);
  expect(await box('B', 'box=closed-by-others')).toContain(id);
});

test('a task that waits for signatures is not to do until it comes back', async () => {
  const { id, taskOf } = await world.ask([world.desk.step(['A'])]);
  const sign = { action: 'add-sign', position: 'before', userIds: [world.id('B')], comment: 'Please check.' };
  await world
    .call('A', 'post', `/tasks/${taskOf('A')}/actions`)
    .send(sign)
    .expect(200);
  expect(await box('A', 'box=todo')).not.toContain(id);
  expect(await box('B', 'box=todo')).toContain(id);
});

test('people in copy read and comment, and decide nothing', async () => {
  const { id, taskOf } = await world.ask([world.desk.step(['A'])], { cc: [world.id('B')] });
  await world.call('B', 'get', `/requests/${id}`).expect(200);
  await world.call('B', 'post', `/requests/${id}/actions`).send({ action: 'comment', comment: 'seen it' }).expect(200);
  await world
    .call('B', 'post', `/tasks/${taskOf('A')}/actions`)
    .send({ action: 'approve' })
    .expect(403);
  expect(await box('B', 'box=todo')).not.toContain(id);
});

test('a box is narrowed by policy, words of the title, and lateness', async () => {
  const late = await world.ask([world.desk.step(['E'], { sla: { duration: 'PT1H', calendar: '24x7' } })], {
    subject: { type: 'payment', title: 'Repair 100% of the roof', data: {} },
  });
  const soon = await world.ask([world.desk.step(['E'], { sla: { duration: 'PT1H', calendar: '24x7' } })]);
  await world.database
    .db('request_tasks')
    .where({ request_id: late.id })
    .update({ due_at: new Date(0) });
  const policy = (await world.call('R', 'get', `/requests/${soon.id}`)).body.policy as { key: string };

  expect(await box('E', `policyKey=${policy.key}`)).toEqual([soon.id]);
  expect(await box('E', 'q=100%25')).toEqual([late.id]);
  expect(await box('E', 'overdue=true')).toEqual([late.id]);
  expect(await box('R', 'box=mine&overdue=true&q=ROOF')).toEqual([late.id]);
  await world.call('E', 'get', '/tasks?overdue=perhaps').expect(400);
});

test('every box of the page shows amounts, and who decided where it is decided', async () => {
  const subject = { type: 'payment', title: 'Paint the hall', data: { amount: '1234.5', currency: 'CNY' } };
  const { taskOf } = await world.ask([world.desk.step(['C', 'E'])], { subject, cc: [world.id('B')] });
  const line = async (name: string, which: string): Promise<string> => {
    const { text } = await (await world.signIn(name, '/inbox')).get(`/inbox?box=${which}&q=hall`).expect(200);
    return /<ul class="list">[\s\S]*?<\/ul>/.exec(text)?.[0] ?? '';
  };
  const shown = async (name: string, which: string) => {
    const text = await line(name, which);
    return [text.includes('1,234.50 CNY'), /decided by ([^<]+)</.exec(text)?.[1] ?? null];
  };
  expect(await shown('C', 'todo')).toEqual([true, null]);
  await world
    .call('C', 'post', `/tasks/${taskOf('C')}/actions`)
    .send({ action: 'approve' })
    .expect(200);

  expect(await shown('C', 'done')).toEqual([true, 'C']);
  expect(await shown('E', 'closed-by-others')).toEqual([true, 'C']);
  expect(await shown('R', 'mine')).toEqual([true, null]);
  expect(await shown('B', 'cc')).toEqual([true, null]);
});

test('what is to do is ordered by urgency across pages, what has no date last', async () => {
  const dates = ['2031-03-01', null, '2031-01-01', '2031-03-01', null].map((day) => day && new Date(day));
  const asked: string[] = [];
  for (const dueAt of dates) {
    const { id } = await world.ask([world.desk.step(['U'])]);
    await world.database.db('request_tasks').where({ request_id: id }).update({ due_at: dueAt });
    asked.push(id);
  }
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const query = { userId: world.id('U'), box: 'todo', limit: 2, after, order: 'due' } as const;
    const entries = await inboxEntries(world.database.db, query);
    pages.push(...entries.map(({ request }) => request.id));
    after = entries.at(-1)?.task?.id ?? null;
  } while (after !== null);

  expect(pages).toEqual([asked[2], asked[3], asked[0], asked[4], asked[1]]);
  const page = await (await world.signIn('U', '/inbox')).get('/inbox?order=due').expect(200);
  const shown = [...page.text.matchAll(/href="\/requests\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
  expect(shown).toEqual(pages);
  expect(page.text).toContain('<option value="due" selected>');
});

test('a box is had as a sheet with names in place of ids, by whoever it belongs to', async () => {
  const part = { subject: { type: 'payment', title: '=Pay the printer', data: { amount: 1200, currency: 'CNY' } } };
  await world.ask([world.desk.step(['C'])], part);
  const sheet = async (name: string, query = ''): Promise<readonly string[]> =>
    (await world.call(name, 'get', `/tasks/export?format=csv${query}`).buffer(true).expect(200)).text.split(/\r?\n/);
  const [head, line = ''] = await sheet('C');
  expect(head).toContain('Title,Engagement,Step,Requester,On behalf of,Amount,Currency,Since,Due,Status,Decided by');
  expect(line).toMatch(/^'=Pay the printer,,[^,]+,R,,1200,CNY,\d{4}-[^,]+,[^,]*,[^,]+,$/);
  expect(await sheet('C', '&q=printer')).toContain(line);
  expect(await sheet('C', '&q=nothing+of+it')).not.toContain(line);
  expect(await sheet('C', '&box=done')).not.toContain(line);
  expect(await sheet('B')).not.toContain(line);
});
