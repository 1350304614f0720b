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
