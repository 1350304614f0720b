import type { Client } from '@temporalio/client';
import { compare } from '../../bin/reconcile/compare';
import { payloadCodec } from '../../codec/payload-codec';
import type { Db } from '../../db/knex';
import type { ProcessRow } from '../evidence';

interface Pending {
  readonly attempt?: number | null;
  readonly activityType?: { readonly name?: string | null } | null;
  readonly lastFailure?: { readonly message?: string | null } | null;
}

/** A task that is tried for the third time since the last fault fails for a reason of its own. */
const TRIES = 3;

/** All executions of requests and engagements, how many there were of each, and what holds up those that run. */
export async function dumpProcesses(client: Client): Promise<readonly ProcessRow[]> {
  const query = `WorkflowType = 'approvalWorkflow' or WorkflowType = 'engagementWorkflow'`;
  const firsts = new Map<string, Set<string>>();
  const running: string[] = [];
  for await (const { workflowId, runId, status, raw } of client.workflow.list({ query })) {
    const known = firsts.get(workflowId) ?? new Set();
    // Runs that continue one another have the first one in common.
    firsts.set(workflowId, known.add(raw.rootExecution?.runId ?? runId));
    if (status.name === 'RUNNING') running.push(workflowId);
  }
  const stuck = new Map<string, string | null>();
  for (const workflowId of running) stuck.set(workflowId, await obstacleOf(client, workflowId));
  return [...firsts].map(([workflowId, { size }]) => ({
    workflowId,
    executions: size,
    stuck: stuck.get(workflowId) ?? null,
  }));
}

async function obstacleOf(client: Client, workflowId: string): Promise<string | null> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  if ((raw.pendingWorkflowTask?.attempt ?? 0) >= TRIES) return 'its workflow task fails';
  const failing = (raw.pendingActivities ?? []).find(({ attempt }: Pending) => (attempt ?? 0) >= TRIES);
  if (!failing) return null;
  return `${failing.activityType?.name ?? 'an activity'} fails: ${failing.lastFailure?.message ?? ''}`;
}

/** Records and processes as `npm run reconcile` compares them. */
export async function dumpDifferences(db: Db, client: Client, key: string): Promise<readonly string[]> {
  const codec = payloadCodec([key], { strict: false });
  const { differences } = await compare({ db, client, codec, taskQueue: 'tenure' });
  return differences.map(({ kind, workflowId, found }) => `${kind} ${workflowId}: ${found}`);
}
