import { continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import { steady } from './proxies';

export interface PurgeInput {
  readonly purgeId: string;
}

/** An engagement whose retention is over is purged, batch by batch. A legal hold that is placed meanwhile stops it until it ends. */
export async function purgeWorkflow({ purgeId }: PurgeInput): Promise<void> {
  let isDone = false;
  while (!isDone) {
    await purgeRows(purgeId);
    await steady.purgeContents({ purgeId, now: Date.now() });
    await steady.purgeProcesses({ purgeId, now: Date.now() });
    // More was written meanwhile, or held: from the beginning.
    isDone = (await steady.finishPurge({ purgeId, now: Date.now() })) === 'nothing-left';
  }
}

async function purgeRows(purgeId: string): Promise<void> {
  for (;;) {
    const batch = await steady.purgeRows({ purgeId, now: Date.now() });
    if (batch === 'nothing-left') return;
    if (batch === 'held') await sleep('1 day');
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof purgeWorkflow>({ purgeId });
  }
}
