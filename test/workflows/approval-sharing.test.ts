import { presenceSignal } from '../../workflows/approval-messages';
import { replaceAbsences } from '../../db/stores/absences';
import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { v7 as uuidv7 } from 'uuid';
import { type TestDatabase, testDatabase } from '../database';
import { keepHistory } from '../history';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk, type RequestDesk } from './approval-desk';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  for (const name of ['A', 'B', 'C', 'S', 'X', 'R']) await desk.hire(name);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const working = async (work: () => Promise<void>): Promise<void> => withWorkers(await desk.workers(), work);
const two = () => desk.policy([desk.step(['A']), desk.step(['B'], { key: 's2', title: 'Second' })]);

async function ended(request: RequestDesk, name: string): Promise<void> {
  expect(await request.handle.result()).toMatchObject({ status: 'approved' });
  await keepHistory(request.handle, name);
}

test('an opinion comes back to the holder, and what was said stands on the tasks', async () => {
  await working(async () => {
    const request = await desk.open(await two());
    expect(await request.act('A', 'delegate', { toId: desk.id('X'), comment: 'Is the price fair?' })).toBeNull();
    expect(await request.open()).toEqual(['X']);
    expect(await request.act('X', 'approve')).toBe('INVALID_FIELDS');
    expect(await request.act('X', 'opinion', { comment: 'It is.' })).toBeNull();
    expect(await request.open()).toEqual(['A']);
    await desk.relay.until(({ subject, text }) => subject.includes('Your turn') && text.includes('X: It is.'));

    expect(await request.act('A', 'approve')).toBeNull();
    expect(await request.act('B', 'approve')).toBeNull();
    const opinion = await request.taskOf('X');
    expect(opinion).toMatchObject({ decision: 'opinion', askedFor: 'opinion', comment: 'It is.' });
    await ended(request, 'request-4');
  });
});

test('signatures after and before hold the step, and a removed signer is not waited for', async () => {
  await working(async () => {
    const request = await desk.open(await two());
    const people = [desk.id('X'), desk.id('S')];
    expect(await request.act('A', 'add-sign', { position: 'after', mode: 'all', userIds: people })).toBeNull();
    expect(await request.act('A', 'approve')).toBeNull();
    expect((await request.open()).sort()).toEqual(['S', 'X']);
    expect(await request.act('A', 'remove-sign', { userIds: [desk.id('S')] })).toBeNull();
    expect(await request.act('X', 'approve')).toBeNull();
    expect(await request.open()).toEqual(['B']);

    expect(await request.act('B', 'add-sign', { position: 'before', userIds: [desk.id('C')] })).toBeNull();
    expect((await request.taskOf('B')).waitsFor).toBe('signers');
    expect(await request.act('C', 'approve')).toBeNull();
    expect(await request.act('B', 'approve')).toBeNull();
    await ended(request, 'request-5');
  });
});

test('F13, F14: an approval is taken back while the next step is untouched, and not later', async () => {
  await working(async () => {
    const request = await desk.open(await two());
    await request.act('A', 'approve');
    expect(await request.act('A', 'take-back')).toBeNull();
    expect(await request.open()).toEqual(['A']);
    await request.act('A', 'approve');
    await request.act('B', 'approve');

    expect(await request.act('A', 'take-back')).not.toBeNull();
    await ended(request, 'request-6');
  });
});

test('a substitute decides while the owner is away, and the trail names both', async () => {
  await working(async () => {
    const today = localDate('UTC', Date.now());
    const request = await desk.open(await two());
    const absence = {
      id: uuidv7(),
      from: today,
      to: addDays(today, 3),
      substituteId: desk.id('S'),
      includePending: true,
    };
    await replaceAbsences(database.db, { userId: desk.id('A'), byId: desk.id('A') }, [absence]);
    await request.handle.signal(presenceSignal, { personIds: [desk.id('A')] });
    await request.handle.executeUpdate('opened', { args: [{}] });
    expect(await request.open()).toEqual(['S']);

    expect(await request.act('S', 'approve')).toBeNull();
    expect(await request.act('B', 'approve')).toBeNull();
    const entry = await database
      .db('audit_events')
      .where({ type: 'task.approve', actor_id: desk.id('S') })
      .first('on_behalf_of_id');
    expect(entry).toEqual({ on_behalf_of_id: desk.id('A') });
    await replaceAbsences(database.db, { userId: desk.id('A'), byId: desk.id('A') }, []);
    await ended(request, 'request-7');
  });
});
