import {
  allHandlersFinished,
  condition,
  defineUpdate,
  getExternalWorkflowHandle,
  log,
  setHandler,
} from '@temporalio/workflow';
import { presenceSignal } from './approval-messages';
import { requestWorkflowId } from './ids';
import { certain } from './proxies';

export interface PresenceNews {
  readonly personIds: readonly string[];
}

/** Answers with the requests that have been told, once all of them have. */
export const toldUpdate = defineUpdate<readonly string[], [object]>('told');

/** Somebody's absences changed, or somebody left: every request that waits for the person looks again. */
export async function presenceWorkflow({ personIds }: PresenceNews): Promise<void> {
  let told: readonly string[] | null = null;
  setHandler(toldUpdate, async () => {
    await condition(() => told !== null);
    return told ?? [];
  });
  const requestIds = await certain.openRequestsOf(personIds);
  for (const batch of batchesOf(requestIds)) await Promise.all(batch.map((id) => tell(id, personIds)));
  told = requestIds;
  await condition(allHandlersFinished);
}

/** Temporal bounds how many signals may be on their way from one execution. */
const BATCH = 100;
const batchesOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, n) => ids.slice(n * BATCH, (n + 1) * BATCH));

async function tell(requestId: string, personIds: readonly string[]): Promise<void> {
  try {
    await getExternalWorkflowHandle(requestWorkflowId(requestId)).signal(presenceSignal, { personIds });
  } catch (error) {
    log.warn('the request has ended meanwhile', { requestId, error: String(error) });
  }
}
