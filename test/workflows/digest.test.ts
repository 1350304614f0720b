import { digestActivities } from '../../activities/digest';
import type { RequestMail } from '../../activities/request-mail';
import { sweepActivities } from '../../activities/sweep';
import { listMail } from '../../db/stores/mail-log';
import { updatePerson, findPerson } from '../../db/stores/people';
import { type TestDatabase, testDatabase } from '../database';
import { type TestTemporal, testWorker, timeSkipping, withWorkers } from '../temporal';
import { ApprovalDesk, type RequestDesk } from './approval-desk';

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
const DAY = 86_400_000;
const NOW = Date.parse('2027-03-01T01:30:00Z');

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), timeSkipping()]);
});
beforeEach(async () => {
  desk = new ApprovalDesk(temporal, database);
  await desk.hire('ADMIN', ['admin']);
  for (const name of ['A', 'B', 'R']) await desk.hire(name);
  await wants('A', true);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

async function wants(name: string, digest: boolean): Promise<void> {
  const person = await findPerson(database.db, desk.id(name));
  await updatePerson(database.db, { ...person!, digest, timeZone: 'Asia/Shanghai' }, NOW);
}

const working = async (work: () => Promise<void>): Promise<void> => withWorkers(await desk.workers(), work);
const digests = () => digestActivities(desk.deps);
const mailsTo = (name: string) =>
  desk.relay.taken.filter(({ to }) => to.address.endsWith(`${desk.id(name).slice(-6)}@example.org`));
const subjectsTo = (name: string): string[] => mailsTo(name).map(({ subject }) => subject);
const statusesOf = async (id: string): Promise<[string, string][]> =>
  (await listMail(database.db, { after: null, limit: 200 }))
    .filter((mail) => mail.request_id === id && mail.kind !== 'approval-request')
    .map(({ kind, status }) => [kind, status]);

/** The reminder of a task's clock, as the workflow orders it. */
async function remind(request: RequestDesk, name: string, part: Partial<RequestMail> = {}): Promise<void> {
  const { id: taskId } = await request.taskOf(name);
  const order = { requestId: request.id, taskId, recipientId: desk.id(name), seq: 1, now: NOW - DAY, ...part };
  await desk.activities().sendRequestMail({ kind: 'reminder', ...order });
}

async function send(now: number): Promise<void> {
  for (const order of await digests().dueDigests({ now })) await digests().sendDigest(order);
}

const open = async (people: readonly string[]): Promise<RequestDesk> => {
  const request = await desk.open(await desk.policy([desk.step(people, { mode: 'all' })]));
  for (const name of people) await desk.relay.until(({ to }) => to.name === name);
  return request;
};

test('a reminder to a person with a digest waits for it; first requests and urgings go out at once', async () => {
  await working(async () => {
    const request = await open(['A', 'B']);
    await remind(request, 'A');
    await remind(request, 'B');

    expect(subjectsTo('A')).toEqual(['[Approval] Pay the printer']);
    expect(subjectsTo('B')).toEqual(['[Approval] Pay the printer', '[Reminder] Pay the printer']);
    await remind(request, 'A');
    expect((await statusesOf(request.id)).toSorted()).toEqual([
      ['reminder', 'collected'],
      ['reminder', 'sent'],
    ]);
    await remind(request, 'A', { kind: 'urge' });
    expect(subjectsTo('A')).toHaveLength(2);
  });
});

test('one mail a day tells of every open task with a link to each, whatever is repeated', async () => {
  await working(async () => {
    const [one, two] = [await open(['A']), await open(['A'])];
    await remind(one, 'A');
    await send(NOW);
    await remind(two, 'A', { now: NOW + 500 });
    await send(NOW + 1_000);

    const [digest, ...others] = mailsTo('A').filter(({ subject }) => subject.startsWith('[Reminder]'));
    expect([digest?.subject, others]).toEqual(['[Reminder] Your open approvals, Mon, 1 Mar 2027', []]);
    for (const part of [digest?.text, digest?.html])
      expect(new Set(part?.match(/https:\/\/tenure\.example\/a\/[\w.-]+/g)).size).toBe(2);
  });
});

test('what is collected after the digest of a day is told on the next one, and then no more', async () => {
  await working(async () => {
    const request = await open(['A']);
    await remind(request, 'A');
    await send(NOW);
    await remind(request, 'A', { seq: 2, now: NOW + 500 });
    for (const later of [1_000, DAY, 2 * DAY]) await send(NOW + later);

    expect(subjectsTo('A').slice(1)).toEqual([
      '[Reminder] Your open approvals, Mon, 1 Mar 2027',
      '[Reminder] Your open approvals, Tue, 2 Mar 2027',
    ]);
  });
});

test('who has decided meanwhile gets no digest, and what was collected is settled', async () => {
  await working(async () => {
    const request = await open(['A']);
    await remind(request, 'A');
    expect(await request.act('A', 'approve')).toBeNull();
    await send(NOW);

    expect(subjectsTo('A')).toEqual(['[Approval] Pay the printer']);
    expect(await digests().dueDigests({ now: NOW + DAY })).toEqual([]);
  });
});

test('a relay that is away keeps the digest for the next attempt', async () => {
  await working(async () => {
    const request = await open(['A']);
    await remind(request, 'A');
    desk.relay.mode = 'away';
    await expect(send(NOW)).rejects.toThrow('421');
    desk.relay.mode = 'fine';
    await send(NOW);

    expect(subjectsTo('A')).toHaveLength(2);
  });
});

test('the nightly sweep sends the digests', async () => {
  const activities = { ...desk.activities(), ...digests(), ...sweepActivities(desk.deps) };
  const workers = await Promise.all([
    testWorker(temporal, { taskQueue: desk.queue, activities }),
    testWorker(temporal, { taskQueue: `${desk.queue}-mail`, activities }),
  ]);
  await withWorkers(workers, async () => {
    const request = await open(['A', 'B']);
    await remind(request, 'A');
    await temporal.sleep(Math.max(0, NOW - Date.now()));
    await temporal.client.workflow.execute('sweepWorkflow', { taskQueue: desk.queue, workflowId: 'nightly', args: [] });

    expect(subjectsTo('A')).toHaveLength(2);
    expect(subjectsTo('B')).toHaveLength(1);
  });
});
