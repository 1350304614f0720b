import type { Client } from '@temporalio/client';
import { Worker, type WorkflowBundle } from '@temporalio/worker';

export interface Verdict {
  readonly replayed: number;
  readonly refused: readonly { readonly workflowId: string; readonly reason: string }[];
}

/** Of each kind of workflow so many of those that run are tried, the newest first. */
const MOST = 100;
const KINDS = [
  ...['engagementWorkflow', 'approvalWorkflow', 'dateKeeperWorkflow', 'monitoringWorkflow', 'reviewWorkflow'],
  ...['migrationWorkflow', 'deletionWorkflow', 'purgeWorkflow'],
];

/** Replays the histories of what runs on the server on a bundle, before workers with it take any work. */
export async function replayRunning(client: Client, workflowBundle: WorkflowBundle, most = MOST): Promise<Verdict> {
  const refused: { workflowId: string; reason: string }[] = [];
  let replayed = 0;
  const { dataConverter } = client.options;
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle, dataConverter },
    historiesOf(client, most),
  )) {
    replayed += 1;
    if (error) refused.push({ workflowId, reason: error.message.split('\n')[0] ?? error.name });
  }
  return { replayed, refused };
}

async function* historiesOf(client: Client, most: number) {
  for (const kind of KINDS) yield* historiesOfKind(client, kind, most);
}

async function* historiesOfKind(client: Client, kind: string, most: number) {
  const query = `WorkflowType = '${kind}' AND ExecutionStatus = 'Running'`;
  let left = most;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    if (left === 0) return;
    left -= 1;
    yield { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
  }
}
