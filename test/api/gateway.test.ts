import { WorkflowNotFoundError } from '@temporalio/client';
import { createGateway } from '../../api/gateway';
import { devServer, type TestTemporal } from '../temporal';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(() => temporal.close());

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => '',
    (error: unknown) => (error instanceof WorkflowNotFoundError ? error.message : `another error: ${String(error)}`),
  );

/** A gateway whose next update ends with this error. */
const failing = (error: Error) =>
  createGateway(
    { workflow: { getHandle: () => ({ executeUpdate: () => Promise.reject(error) }) } } as never,
    { withDeadline: (_deadline: number, call: () => Promise<unknown>) => call() } as never,
  );
const order = { id: 'request-1', update: 'decide', arg: {}, updateId: 'd1' };

test('a process that is over, or was never there, is a conflict', async () => {
  const gateway = createGateway(temporal.client, temporal.connection);
  await expect(gateway.update(order)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

test('an update that the server has lost is asked for again', async () => {
  const { client } = temporal;
  const id = `lost-update-${Date.now()}`;
  const handle = await client.workflow.start('nobodyRunsThis', { workflowId: id, taskQueue: id });
  // The server's own words for an update that it does not know, of a workflow that it knows.
  const message = await messageOf(handle.getUpdateHandle('never-asked').result());
  await handle.terminate();
  expect(message).toMatch(/^update .*not found/i);
  const lost = new WorkflowNotFoundError(message, id, undefined);
  await expect(failing(lost).update(order)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const over = new WorkflowNotFoundError('workflow execution already completed', id, undefined);
  await expect(failing(over).update(order)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

describe('an update that gets no answer', () => {
  /** The deadlines of the calls so far, in ms from the beginning of the first. */
  const asked: number[] = [];
  const gatewayOver = (answer: Promise<unknown>, probe: () => Promise<unknown>) =>
    createGateway(
      { workflow: { getHandle: () => ({ executeUpdate: () => answer }) } } as never,
      {
        workflowService: { getSystemInfo: probe },
        withDeadline: (deadline: number, call: () => Promise<unknown>) => {
          asked.push(deadline - Date.now());
          return call();
        },
      } as never,
    );
  beforeEach(() => {
    asked.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  test('is told within five seconds that the engine is away, where nobody answers anything', async () => {
    const deadline = Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4, details: '', metadata: {} });
    const gateway = gatewayOver(new Promise(() => undefined), () => Promise.reject(deadline));
    const refused = expect(gateway.update(order)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const begun = Date.now();
    await jest.advanceTimersToNextTimerAsync();
    await refused;
    expect(Date.now() - begun + (asked[1] ?? Infinity)).toBeLessThan(5_000);
  });

  test('waits on where the engine is there and only slow', async () => {
    let answer = (_said: unknown): void => undefined;
    const gateway = gatewayOver(new Promise((resolve) => (answer = resolve)), () => Promise.resolve({}));
    const update = gateway.update(order);
    await jest.advanceTimersByTimeAsync(9_000);
    answer('recorded');
    expect(await update).toBe('recorded');
    expect(asked).toEqual([10_000, expect.any(Number)]);
  });
});
