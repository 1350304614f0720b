import type { Client } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';

/** Codes of gRPC. */
const NOT_FOUND: readonly number[] = [5];

export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/**
 * Deletes the histories of these workflows and of those that they started, every run, until they are held. Names each just
 * before it goes, so that what is noted of it is not lost with a crash.
 */
export async function* forgetProcesses(
  client: Client,
  ids: readonly string[],
  isHeld: () => Promise<boolean>,
): AsyncGenerator<Execution> {
  for await (const execution of executionsOf(client, ids)) {
    if (await isHeld()) break;
    yield execution;
    await forget(client, execution);
  }
}

async function* executionsOf(client: Client, ids: readonly string[]): AsyncGenerator<Execution> {
  for (const id of ids) {
    const query = `WorkflowId = '${id}' OR ParentWorkflowId = '${id}'`;
    for await (const { workflowId, runId } of client.workflow.list({ query })) yield { workflowId, runId };
  }
}

async function forget(client: Client, workflowExecution: Execution): Promise<void> {
  try {
    const { namespace } = client.options;
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
  } catch (error) {
    // The list of them lags behind: the retention of the namespace, or an earlier attempt, was faster.
    if (!isGrpcServiceError(error) || !NOT_FOUND.includes(error.code)) throw error;
  }
}
