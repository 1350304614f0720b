import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { ReviewOrder } from '../domain/review/order';
import { reviewWorkflowId } from '../workflows/ids';

/**
 * Lets a review take its course, beside the story of whoever opened it; the same one again is running or over. Started from
 * a step and not as a child, because a parent writes nine events about a child that it never waits for.
 */
export async function startReview(order: ReviewOrder): Promise<void> {
  const { client, info } = Context.current();
  try {
    await client.workflow.start('reviewWorkflow', {
      workflowId: reviewWorkflowId(order.reviewId),
      taskQueue: info.taskQueue,
      args: [{ ...order, oneTimer: true }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `${order.kind} review ${order.period}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
