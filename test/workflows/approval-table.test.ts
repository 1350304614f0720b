import { until } from '../../bin/parts/processes';
import { listTasks } from '../../db/read/inbox';
import { auditTrail } from '../../db/read/audit';
import { replaceAbsences } from '../../db/stores/absences';
import { requestStream } from '../../db/stores/audit';
import { listMail } from '../../db/stores/mail-log';
import { addPolicyVersion } from '../../db/stores/policies';
import { PolicyBody } from '../../domain/approval/schema';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk, NOW, type RequestDesk } from './approval-desk';

/** Rows of the approval tables that only PostgreSQL, Temporal and mail together can show. */
let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  for (const name of ['A', 'B', 'C', 'N', 'R', 'S']) await desk.hire(name);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const working = async (work: () => Promise<void>): Promise<void> => withWorkers(await desk.workers(), work);

async function mailsOf({ id }: RequestDesk): Promise<string[]> {
  const names = new Map(Object.entries(desk.people).map(([name, personId]) => [personId, name]));
  const all = await listMail(database.db, { after: null, limit: 200 });
  return all
    .filter((mail) => mail.request_id === id)
    .map(({ kind, recipient_id: to }) => `${kind} ${names.get(to ?? '') ?? ''}`);
}
const trailOf = async ({ id }: RequestDesk) => auditTrail(database.db, requestStream(id), { after: 0, limit: 100 });
const box = async (name: string, which: 'done' | 'closed-by-others', { id }: RequestDesk) =>
  (await listTasks(database.db, { userId: desk.id(name), box: which, limit: 50, after: null })).filter(
    ({ request }) => request.id === id,
  );

test('T01, T02: one answer closes the tasks of the others, who get a mail and never see the request among theirs done', async () => {
  await working(async () => {
    for (const action of ['approve', 'reject'] as const) {
      const request = await desk.open(await desk.policy([desk.step(['A', 'B', 'C'])]));
      expect(await request.act('B', action)).toBeNull();
      await request.handle.result();

      expect((await mailsOf(request)).filter((mail) => mail.startsWith('no-longer')).sort()).toEqual([
        'no-longer-needed A',
        'no-longer-needed C',
      ]);
      expect((await box('A', 'closed-by-others', request)).map(({ task }) => task?.reasonCode)).toEqual([
        'ANY_DECIDED',
      ]);
      expect([(await box('A', 'done', request)).length, (await box('B', 'done', request)).length]).toEqual([0, 1]);
    }
  });
});

test('P01: where nobody is found the administrator is asked, the trail says why, and so does the mail', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step([], { assignees: [{ role: 'hr' }] })]));

    expect(await request.open()).toEqual(['ADMIN']);
    expect((await request.taskOf('ADMIN')).reasonCode).toBe('EMPTY_ADMIN');
    const started = (await trailOf(request)).find(({ type }) => type === 'step.started');
    expect(started?.payload).toMatchObject({
      people: [desk.id('ADMIN')],
      replaced: [`${desk.id('ADMIN')} EMPTY_ADMIN`],
    });
    const { id } = await request.taskOf('ADMIN');
    const letter = await desk.relay.until(({ text }) => text.includes(id));
    expect(letter.text).toContain('Nobody found, so the administrator decides');
    await request.act('ADMIN', 'approve');
    await request.handle.result();
  });
});

test('P10: the substitute is asked in the name of the absent person, who hears of it and may decide first', async () => {
  await working(async () => {
    const absence = { id: desk.id('S'), from: '2020-01-01', to: '2100-01-01', substituteId: desk.id('S') };
    await replaceAbsences(database.db, { userId: desk.id('A'), byId: desk.id('A') }, [
      { ...absence, includePending: true },
    ]);
    const request = await desk.open(await desk.policy([desk.step(['A', 'B'], { mode: 'all' })]));
    expect((await request.open()).sort()).toEqual(['B', 'S']);
    expect(await request.taskOf('S')).toMatchObject({ origin: 'substitute', onBehalfOfId: desk.id('A') });

    expect(await request.act('A', 'approve')).toBeNull();
    expect(await request.taskOf('S')).toMatchObject({ status: 'cancelled', reasonCode: 'ANY_DECIDED' });
    expect(await request.act('B', 'approve')).toBeNull();
    await request.handle.result();
    await replaceAbsences(database.db, { userId: desk.id('A'), byId: desk.id('A') }, []);
    expect((await mailsOf(request)).filter((mail) => mail.endsWith(' A'))).toEqual(['substituted A']);
  });
});

test('P22: three tasks of a person who leaves go to the successor, each with its line in the trail', async () => {
  await working(async () => {
    const policy = await desk.policy([desk.step(['C', 'B'], { mode: 'all' })]);
    const requests = [await desk.open(policy), await desk.open(policy), await desk.open(policy)];
    await database
      .db('users')
      .where({ id: desk.id('C') })
      .update({ active: false, successor_id: desk.id('N') });

    for (const request of requests) {
      await request.handle.signal('presenceChanged', { personIds: [desk.id('C')] });
      expect(await request.act('B', 'approve')).toBeNull();
      expect(await request.open()).toEqual(['N']);
      expect(await request.act('N', 'approve')).toBeNull();
      await request.handle.result();
      const handed = (await trailOf(request)).filter(({ type }) => type === 'task.handed-over');
      expect(handed.map(({ payload }) => [payload['fromId'], payload['toId']])).toEqual([[desk.id('C'), desk.id('N')]]);
      expect(await request.taskOf('C')).toMatchObject({ status: 'transferred', reasonCode: 'HANDOVER' });
    }
  });
});

test('F12: a request that is withdrawn cancels what is open and tells whoever held it', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A', 'B'], { mode: 'all' })]));
    expect(await request.act('A', 'approve')).toBeNull();
    expect(await request.send('R', { on: 'request', action: 'withdraw', decisionId: 'w' })).toBeNull();

    expect(await request.view()).toMatchObject({ status: 'withdrawn', outcomeReason: 'WITHDRAWN' });
    expect(await request.taskOf('B')).toMatchObject({ status: 'cancelled', reasonCode: 'WITHDRAWN' });
    const letter = await desk.relay.until(
      ({ subject, text, to }) => to.name === 'B' && subject.includes('No longer needed') && text.includes(request.id),
    );
    expect(letter.text).toContain('no longer needs your decision');
    expect((await mailsOf(request)).filter((mail) => mail.startsWith('no-longer'))).toEqual(['no-longer-needed B']);
    await request.handle.terminate();
  });
});

test('F15: a policy that is edited changes the next round only', async () => {
  await working(async () => {
    const key = await desk.policy([desk.step(['A'])]);
    const request = await desk.open(key);
    const body = PolicyBody.parse({ title: 'Edited', steps: [desk.step(['B'])] });
    await database.db.transaction((trx) => addPolicyVersion(trx, { key, body, actorId: desk.id('R'), now: NOW }));

    expect([await request.open(), (await request.view()).policy.version]).toEqual([['A'], 1]);
    expect(await request.act('A', 'send-back')).toBeNull();
    expect(await request.send('R', { on: 'request', action: 'resubmit', decisionId: 'again' })).toBeNull();
    expect([await request.open(), (await request.view()).policy.version]).toEqual([['B'], 2]);
    await request.act('B', 'approve');
    await request.handle.result();
  });
});

test('F17: of an approval and a rejection that wait for the same workflow task, the first one is the outcome', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A', 'B'])]));
    const [a, b] = [(await request.taskOf('A')).id, (await request.taskOf('B')).id];
    const release = await holdUp(request);
    const answers = Promise.all([
      request.act('A', 'approve', { taskId: a }),
      request.act('B', 'reject', { taskId: b }),
    ]);
    // Temporal answers this question when it has taken what was sent before.
    await request.handle.describe();
    await release();

    expect((await answers).filter((code) => code === null)).toHaveLength(1);
    const { status } = await request.view();
    const winner = (await answers)[0] === null ? ['approved', 'task.approve'] : ['rejected', 'task.reject'];
    const decided = (await trailOf(request)).map(({ type }) => type).filter((type) => DECIDED.test(type));
    expect([status, ...decided]).toEqual([winner[0], winner[1], `request.${winner[0] ?? ''}`]);
  });
});
const DECIDED = /^(task|request)\.(approve|reject)/;

/** A comment whose record must wait: the workflow is in the middle of a task, and what is sent meanwhile comes with the next. */
async function holdUp(request: RequestDesk): Promise<() => Promise<void>> {
  const lock = await database.db.transaction();
  await lock.raw('lock table requests in exclusive mode');
  const comment = request.send('R', { on: 'request', action: 'comment', decisionId: 'c', comment: 'Wait a moment.' });
  const waits = async (): Promise<boolean> => {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  };
  await until(waits, { limitMs: 30_000, sentence: 'The comment was never recorded.' });
  return async () => {
    await lock.rollback();
    expect(await comment).toBeNull();
  };
}
