import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/codec-helpers';
import { tsToMs } from '@temporalio/common/lib/time';
import { compare } from '../../bin/reconcile/compare';
import { payloadCodec } from '../../codec/payload-codec';
import type { Db } from '../../db/knex';
import type { ProcessRow } from '../evidence';

type Description = WorkflowExecutionDescription['raw'];
type Activity = NonNullable<Description['pendingActivities']>[number];

/** What is tried for the third time fails for a reason of its own, where that was since the last fault. */
const TRIES = 3;
/** A try of a mail whose worker died is given up after a minute, and the next one may be put off for as long. */
const PATIENCE_MS = 150_000;

/** What holds up a run: a turn or a step that fails, or a step that has failed and was not tried since the last fault. */
export interface Obstacle {
  readonly what: 'turn' | 'step' | 'untried step';
  readonly activity?: Activity;
}

/** Instants in epoch milliseconds. */
export function obstacleIn({ pendingWorkflowTask, pendingActivities }: Description, healedAt: number): Obstacle | null {
  if ((pendingWorkflowTask?.attempt ?? 0) >= TRIES) return { what: 'turn' };
  const again = (pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 0) >= TRIES);
  const failing = again.find(({ lastAttemptCompleteTime: at }) => at && tsToMs(at) >= healedAt);
  if (failing) return { what: 'step', activity: failing };
  return again[0] ? { what: 'untried step', activity: again[0] } : null;
}

/** All executions of requests and engagements, how many there were of each, and what holds up those that run since all is healed. */
export async function dumpProcesses(client: Client, healedAt: number): Promise<readonly ProcessRow[]> {
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
  for (const workflowId of running) stuck.set(workflowId, await obstacleOf(client, workflowId, healedAt));
  return [...firsts].map(([workflowId, { size }]) => ({
    workflowId,
    executions: size,
    stuck: stuck.get(workflowId) ?? null,
  }));
}

/** A step that failed during the faults is waited for until it has been tried again. */
async function obstacleOf(client: Client, workflowId: string, healedAt: number): Promise<string | null> {
  const handle = client.workflow.getHandle(workflowId);
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(1_000)) {
    const found = obstacleIn((await handle.describe()).raw, healedAt);
    if (found?.what !== 'untried step' || Date.now() > deadline) return found && said(client, found);
  }
}

async function said({ options }: Client, { what, activity }: Obstacle): Promise<string> {
  if (what === 'turn') return 'its workflow task fails';
  const name = activity?.activityType?.name ?? 'an activity';
  const error = await decodeOptionalFailureToOptionalError(options.loadedDataConverter, activity?.lastFailure);
  const fails = `${name} fails: ${error?.message ?? ''}`;
  return what === 'step' ? fails : `${fails}, and is not tried again`;
}

/** Records and processes as `npm run reconcile` compares them. */
export async function dumpDifferences(db: Db, client: Client, key: string): Promise<readonly string[]> {
  const codec = payloadCodec([key], { strict: false });
  const { differences } = await compare({ db, client, codec, taskQueue: 'tenure' });
  return differences.map(({ kind, workflowId, found }) => `${kind} ${workflowId}: ${found}`);
}
