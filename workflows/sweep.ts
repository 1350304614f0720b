import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, ParentClosePolicy, patched, startChild } from '@temporalio/workflow';
import { purgeWorkflowId } from './ids';
import { allDelivered, deliver, deliverDigests } from './mail';
import { replan } from './phases/watch';
import { steady } from './proxies';
import type { purgeWorkflow } from './purge';

/** Nightly work for the whole platform, started by a Schedule. */
export async function sweepWorkflow(): Promise<void> {
  deliver(await steady.sweep({ now: Date.now() }));
  if (patched('nudges')) for (const id of await steady.lateWatches({ now: Date.now() })) await replan(id);
  if (patched('digests')) deliverDigests(await steady.dueDigests({ now: Date.now() }));
  if (patched('purges')) for (const id of await steady.unfinishedPurges()) await startPurge(id);
  await condition(allDelivered);
}

/** A purge that was confirmed begins, though nobody came to start it: the one who confirmed it need not come again. */
async function startPurge(purgeId: string): Promise<void> {
  try {
    await startChild<typeof purgeWorkflow>('purgeWorkflow', {
      workflowId: purgeWorkflowId(purgeId),
      args: [{ purgeId }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'Purges a closed engagement',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
