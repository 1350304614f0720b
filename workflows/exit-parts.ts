import { ActivityFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import { engagementWorkflowId } from './ids';
import { exitProgressedSignal } from './messages';

/** The engagement may have ended meanwhile: then there is nobody to tell. */
export async function tellEngagement(engagementId: string): Promise<void> {
  await getExternalWorkflowHandle(engagementWorkflowId(engagementId))
    .signal(exitProgressedSignal)
    .catch(() => undefined);
}

/** The sentence that a person reads about a failure. */
export function sentenceOf(error: unknown): string {
  const cause = error instanceof ActivityFailure && error.cause ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
