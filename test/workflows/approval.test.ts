import { listTasks } from '../../db/read/inbox';
import { auditTrail, verifyAudit } from '../../db/read/audit';
import { approversOf } from '../../db/read/requests';
import { listMail } from '../../db/stores/mail-log';
import { requestStream } from '../../db/stores/audit';
import { type TestDatabase, testDatabase } from '../database';
import { historyText } from '../history';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk } from './approval-desk';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  await desk.hire('M');
  for (const name of ['A', 'B', 'C', 'R']) await desk.hire(name, name === 'R' ? [] : ['finance'], desk.id('M'));
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const working = async (work: () => Promise<void>): Promise<void> => withWorkers(await desk.workers(), work);

test('a request goes from step to step and ends; records, inbox, audit and mails agree', async () => {
  await working(async () => {
    const policy = await desk.policy([desk.step(['A', 'B']), desk.step(['C'], { key: 's2', title: 'Second' })]);
    const request = await desk.open(policy, { cc: ['M'] });
    expect(await request.open()).toEqual(['A', 'B']);
    await request.asked('A', 'B');

    expect(await request.act('A', 'approve')).toBeNull();
    expect(await request.open()).toEqual(['C']);
    await request.asked('C');
    expect(await request.act('B', 'approve')).toBe('TASK_CLOSED');
    expect(await request.act('C', 'approve')).toBeNull();

    expect(await request.view()).toMatchObject({ status: 'approved', outcomeReason: 'APPROVED', comments: [] });
    expect(await request.handle.result()).toMatchObject({ status: 'approved' });
    expect((await approversOf(database.db, request.id)).sort()).toEqual([desk.id('A'), desk.id('C')].sort());
    const box = (name: string, which: 'todo' | 'done' | 'closed-by-others' | 'cc' | 'mine') =>
      listTasks(database.db, { userId: desk.id(name), box: which, limit: 50, after: null });
    expect((await box('A', 'done')).map(({ task }) => task?.comment)).toEqual(['because']);
    expect([await box('B', 'done'), await box('B', 'todo')]).toEqual([[], []]);
    expect(await box('B', 'closed-by-others')).toHaveLength(1);
    expect([(await box('M', 'cc')).length, (await box('R', 'mine')).length]).toEqual([1, 1]);
    const trail = await auditTrail(database.db, requestStream(request.id), { after: 0, limit: 100 });
    expect(trail.map(({ type }) => type)).toEqual([
      'request.opened',
      'step.started',
      'task.approve',
      'step.approved',
      'step.started',
      'task.approve',
      'step.approved',
      'request.approved',
    ]);
    expect(await verifyAudit(database.db)).toEqual([]);
    const mails = (await listMail(database.db, { after: null, limit: 100 })).filter(
      ({ request_id: id }) => id === request.id,
    );
    expect(mails.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'approval-request sent',
      'approval-request sent',
      'approval-request sent',
      'cc sent',
      'cc-opened sent',
      'no-longer-needed sent',
      'outcome sent',
    ]);
  });
});

test('two approvers at once: exactly one decides', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A', 'B'])]));
    const answers = await Promise.all([request.act('A', 'approve'), request.act('B', 'reject')]);

    expect(answers.filter((code) => code === null)).toHaveLength(1);
    expect(answers.filter((code) => code === 'TASK_CLOSED')).toHaveLength(1);
    const view = await request.view();
    expect(view.steps[0]?.tasks.filter(({ decision }) => decision !== null)).toHaveLength(1);
    await request.handle.result();
  });
});

test('the same decision id twice has one effect and the same answer', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A', 'B'], { mode: 'all' })]));
    const again = { decisionId: 'd-1' };

    expect([await request.act('A', 'approve', again), await request.act('A', 'approve', again)]).toEqual([null, null]);
    expect(await request.act('A', 'reject', { decisionId: 'd-2' })).toBe('TASK_CLOSED');
    expect(await request.act('B', 'approve')).toBeNull();
    await request.handle.result();
    const trail = await auditTrail(database.db, requestStream(request.id), { after: 0, limit: 100 });
    expect(trail.filter(({ type }) => type === 'task.approve')).toHaveLength(2);
  });
});

test('a mail relay that is away delays no decision, and its mails are shown as waiting', async () => {
  await working(async () => {
    desk.relay.mode = 'away';
    const request = await desk.open(await desk.policy([desk.step(['A'])]));
    expect(await request.act('A', 'approve')).toBeNull();
    expect((await request.view()).status).toBe('approved');

    desk.relay.mode = 'fine';
    await request.handle.result();
    const sent = (await listMail(database.db, { after: null, limit: 100 })).filter(
      ({ request_id: id }) => id === request.id,
    );
    expect(sent.find(({ kind }) => kind === 'outcome')?.status).toBe('sent');
    // Whoever has decided meanwhile is not asked any more.
    expect(
      desk.relay.taken.filter(
        ({ messageId }) => messageId === sent.find(({ kind }) => kind === 'approval-request')?.message_id,
      ),
    ).toEqual([]);
  });
});

test('a worker that stops between decisions loses nothing', async () => {
  const before = await desk.workers();
  const request = await withWorkers(before, async () => {
    const opened = await desk.open(await desk.policy([desk.step(['A', 'B', 'C'], { mode: 'all' })]));
    expect(await opened.act('A', 'approve')).toBeNull();
    return opened;
  });
  await working(async () => {
    expect(await request.act('B', 'approve')).toBeNull();
    expect(await request.act('C', 'approve')).toBeNull();
    expect(await request.handle.result()).toMatchObject({ status: 'approved' });
  });
});

test('sent back, changed and asked again, a request starts a new round; old tasks are dead', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'])]));
    const old = (await request.taskOf('A')).id;
    expect(await request.act('A', 'send-back')).toBeNull();
    expect(await request.view()).toMatchObject({ status: 'draft', round: 1 });

    expect(await request.send('R', { on: 'request', action: 'resubmit', decisionId: 'again' })).toBeNull();
    expect(await request.view()).toMatchObject({ status: 'pending', round: 2 });
    expect(await request.act('A', 'approve', { taskId: old })).toBe('NOT_FOUND');
    expect(await request.act('A', 'approve')).toBeNull();
    await request.handle.result();
    expect((await request.view()).steps.map(({ round, status }) => [round, status])).toEqual([
      [1, 'returned'],
      [2, 'approved'],
    ]);
  });
});

test('a decision link stands in the mail and nowhere else', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'])]));
    const task = await request.taskOf('A');
    const letter = await desk.relay.until(({ text }) => text.includes(task.id));
    const [, token = ''] = /\/a\/([0-9a-z.\-_A-Z]+)/.exec(letter.text) ?? [];
    expect(token).toMatch(/^[0-9a-f-]{36}\.[0-9a-z]+\.[\w-]{43}$/);
    expect(letter.html).toContain(token);
    await request.act('A', 'approve');
    await request.handle.result();

    const history = await historyText(request.handle);
    expect(history).toContain(task.id);
    expect(history).not.toContain(token.split('.')[2]);
  });
});
