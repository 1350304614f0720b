import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  getExternalWorkflowHandle,
  ParentClosePolicy,
  patched,
  type SignalDefinition,
  startChild,
} from '@temporalio/workflow';
import { monitoringWorkflowId } from '../ids';
import { replanSignal, stopMonitoringSignal } from '../messages';
import type { monitoringWorkflow } from '../monitoring';

/** Engagements that began before this were watched from their first day of service on. */
export const isWatchedFromTheStart = (): boolean => patched('watched-from-the-start');

/** From now on every date of the engagement comes round by itself. Where it is watched already, nothing changes. */
export async function beginWatch(engagementId: string): Promise<void> {
  try {
    await startChild<typeof monitoringWorkflow>('monitoringWorkflow', {
      workflowId: monitoringWorkflowId(engagementId),
      args: [{ engagementId, cursor: { at: Date.now(), key: '' }, inTurns: true }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'KPIs, reviews and contract dates',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Records have changed in a way that moves dates. */
export const replan = (engagementId: string): Promise<void> => tell(engagementId, replanSignal);

/** Nothing comes round any more. */
export const endWatch = (engagementId: string): Promise<void> => tell(engagementId, stopMonitoringSignal);

async function tell(engagementId: string, signal: SignalDefinition): Promise<void> {
  try {
    await getExternalWorkflowHandle(monitoringWorkflowId(engagementId)).signal(signal);
  } catch {
    // It has ended already, or never began.
  }
}
