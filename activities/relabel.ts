import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { engagementWorkflowId } from '../workflows/ids';

/** Tells an engagement that its labels have changed. One that has ended shows what it showed. */
export async function relabel(engagementId: string): Promise<void> {
  try {
    await Context.current().client.workflow.getHandle(engagementWorkflowId(engagementId)).signal('relabel');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
