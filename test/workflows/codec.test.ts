import { Client, type WorkflowHandle } from '@temporalio/client';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/codec-helpers';
import { codecKey } from '../../codec/keys';
import { dataConverter } from '../../codec/data-converter';
import { type TestDatabase, testDatabase } from '../database';
import { historyText, storedHistory, textOf } from '../history';
import { TEST_CODEC_KEYS, type TestTemporal, testWorker, devServer, withWorkers } from '../temporal';
import { ApprovalDesk, RequestDesk } from './approval-desk';

const [OLD, NEW] = ['old key of the codec, long enough', 'new key of the codec, long enough'];
let database: TestDatabase;
let temporal: TestTemporal;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

type Keys = readonly string[];

const clientWith = (keys: Keys): Client =>
  new Client({ ...temporal.client.options, connection: temporal.connection, dataConverter: dataConverter(keys) });

/** A desk whose client has these keys. */
async function deskWith(keys: Keys): Promise<ApprovalDesk> {
  const desk = new ApprovalDesk({ ...temporal, client: clientWith(keys) }, database);
  for (const name of ['A', 'B', 'R']) await desk.hire(name);
  return desk;
}

/** The same request as an API sees it that was started anew with these keys. */
const restarted = (desk: ApprovalDesk, { handle, id }: RequestDesk, keys: Keys): RequestDesk =>
  new RequestDesk(desk, clientWith(keys).workflow.getHandle(handle.workflowId), id);

async function working<T>(desk: ApprovalDesk, keys: Keys, work: () => Promise<T>): Promise<T> {
  const parts = { activities: desk.activities(), dataConverter: dataConverter(keys) };
  const queues = [desk.queue, `${desk.queue}-mail`];
  return withWorkers(await Promise.all(queues.map((taskQueue) => testWorker(temporal, { taskQueue, ...parts }))), work);
}

const inTurn = (desk: ApprovalDesk): Promise<string> =>
  desk.policy([desk.step(['A']), desk.step(['B'], { key: 's2' })]);
const keysIn = (history: unknown): string[] =>
  [OLD, NEW].filter((key) => JSON.stringify(history).includes(Buffer.from(codecKey(key).id).toString('base64')));

test('what people say and what goes wrong stand in Temporal for holders of the key only', async () => {
  const desk = await deskWith(TEST_CODEC_KEYS);
  const { request, failing } = await working(desk, TEST_CODEC_KEYS, async () => {
    const request = await desk.open(await inTurn(desk));
    await desk.relay.until(() => true);
    desk.relay.mode = 'away';
    const { id: taskId } = await request.taskOf('A');
    await request.act('A', 'approve', { comment: 'marked comment' });
    expect(await request.act('A', 'approve', { taskId, comment: 'marked refusal' })).not.toBeNull();
    while (desk.relay.attempts < 2) await temporal.sleep(50);
    const failing = (await request.handle.describe()).raw.pendingActivities?.map(({ lastFailure }) => lastFailure);
    desk.relay.mode = 'fine';
    await request.act('B', 'approve');
    await request.handle.result();
    return { request, failing };
  });
  const [stored, read] = [textOf(await storedHistory(request.handle)), await historyText(request.handle)];

  const facts = ['marked comment', 'sendRequestMail', desk.queue];
  const named = ['sendRequestMail', desk.queue];
  expect(facts.filter((fact) => !read.includes(fact))).toEqual([]);
  expect(facts.filter((fact) => stored.includes(fact))).toEqual(named);
  expect(failing).toMatchObject([{ message: 'Encoded failure', stackTrace: '' }]);
  expect(JSON.stringify(failing)).not.toContain('come back later');
});

test('a request begun with one key goes on with the next one', async () => {
  const desk = await deskWith([OLD]);
  const request = await working(desk, [OLD], async () => {
    const request = await desk.open(await inTurn(desk));
    await request.act('A', 'approve');
    return request;
  });
  const before = keysIn(await storedHistory(request.handle));
  const keys = [NEW, OLD];
  expect(await working(desk, keys, () => restarted(desk, request, keys).act('B', 'approve'))).toBeNull();

  expect((await request.view()).status).toBe('approved');
  expect(before).toEqual([OLD]);
  expect(keysIn(await storedHistory(request.handle))).toEqual([OLD, NEW]);
});

test('a request begun before the codec goes on with it', async () => {
  const desk = await deskWith([]);
  const request = await working(desk, [], async () => {
    const request = await desk.open(await inTurn(desk));
    await request.act('A', 'approve', { comment: 'in the open' });
    return request;
  });
  expect(textOf(await storedHistory(request.handle))).toContain('in the open');
  expect(await working(desk, [NEW], () => restarted(desk, request, [NEW]).act('B', 'approve'))).toBeNull();

  expect((await request.view()).status).toBe('approved');
});

/** Why the first workflow task failed, as a worker with the new key has written it. */
async function refusal(handle: WorkflowHandle): Promise<string | undefined> {
  const converter = loadDataConverter(dataConverter([NEW]));
  for (;;) {
    const { events } = await handle.fetchHistory();
    const failed = events?.find(
      ({ workflowTaskFailedEventAttributes: attributes }) => attributes,
    )?.workflowTaskFailedEventAttributes;
    if (failed) return (await decodeOptionalFailureToOptionalError(converter, failed.failure))?.message;
    await temporal.sleep(50);
  }
}

test('without its key a request stands still, says which one it needs, and goes on once it is back', async () => {
  const desk = await deskWith([OLD]);
  const request = await working(desk, [OLD], async () => desk.open(await inTurn(desk)));
  const deciding = request.act('A', 'approve');
  const stopped = await working(desk, [NEW], () => refusal(request.handle));
  await working(desk, [OLD], async () => {
    await deciding;
    await request.act('B', 'approve');
  });

  expect(stopped).toBe(
    `A payload was encrypted with the key ${codecKey(OLD).id}, which TENURE_CODEC_KEYS does not hold.`,
  );
  expect((await request.view()).status).toBe('approved');
});
