import type { Client } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';

/** Codes of gRPC. */
const NOT_FOUND: readonly number[] = [5];

export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/** Deletes the histories of these workflows and of those that they started, every run. Answers which there were. */
export async function forgetProcesses(client: Client, ids: readonly string[]): Promise<readonly Execution[]> {
  const forgotten: Execution[] = [];
  for (const id of ids) {
    const query = `WorkflowId = '${id}' OR ParentWorkflowId = '${id}'`;
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      await forget(client, { workflowId, runId });
      forgotten.push({ workflowId, runId });
    }
  }
  return forgotten;
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
