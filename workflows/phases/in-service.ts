import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Engagement } from '../../domain/engagement/engagement';
import { monitoringWorkflowId } from '../ids';
import type { monitoringWorkflow } from '../monitoring';
import { certain } from '../proxies';

/** Service begins: from now on KPIs, reviews and contract dates come round by themselves. Coming back from a suspension finds them running. */
export async function beginService({ id }: Engagement): Promise<void> {
  await certain.markLive({ engagementId: id, now: Date.now() });
  try {
    await startChild<typeof monitoringWorkflow>('monitoringWorkflow', {
      workflowId: monitoringWorkflowId(id),
      args: [{ engagementId: id, cursor: { at: Date.now(), key: '' } }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'KPIs, reviews and contract dates',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
