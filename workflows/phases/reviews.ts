import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { isEnded, type State } from '../../domain/engagement/statuses';
import { reviewWorkflowId } from '../ids';
import { callOffReviewSignal } from '../messages';
import { certain } from '../proxies';

/** Nobody meets about a service that stands still or is over. */
export const stopsReviews = (state: State): boolean => state === 'SUSPENDED' || isEnded(state);

/** Meetings that are still to be held are called off; whoever was invited hears of it. */
export async function callOffReviews(engagementId: string, state: State): Promise<void> {
  for (const id of await certain.comingReviews({ engagementId })) {
    try {
      await getExternalWorkflowHandle(reviewWorkflowId(id)).signal(callOffReviewSignal, state);
    } catch {
      // It is over already.
    }
  }
}
