import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, ParentClosePolicy, type SignalDefinition, startChild } from '@temporalio/workflow';
import type { Changes } from '../changes';
import { monitoringWorkflowId } from '../ids';
import { replanSignal, stopMonitoringSignal } from '../messages';
import type { monitoringWorkflow } from '../monitoring';
import { certain } from '../proxies';

/** Who sees to it that what comes round in an engagement is done on its date. */
export interface Watch {
  /** Otherwise from its first day of service on. */
  readonly isFromTheStart: () => boolean;
  /** From now on every date comes round by itself. Where the engagement is watched already, nothing changes. */
  readonly begin: (engagementId: string) => Promise<void>;
  /** Records have changed in a way that moves dates. */
  readonly replan: (engagementId: string) => Promise<void>;
  /** Nothing comes round any more. */
  readonly end: (engagementId: string) => Promise<void>;
}

/** The keeper of all dates finds the engagement in the records. */
export const byDateKeeper: Watch = {
  isFromTheStart: () => true,
  begin: (engagementId) => certain.beginWatch({ engagementId, now: Date.now() }),
  replan: (engagementId) => certain.planAgain({ engagementId }),
  end: (engagementId) => certain.endWatch({ engagementId }),
};

/** Engagements that began before there was a keeper have a monitoring of their own. */
export const byMonitoring = (changes: Changes): Watch => ({
  isFromTheStart: () => changes.has('watched-from-the-start'),
  begin: beginMonitoring,
  replan: (engagementId) => replan(engagementId),
  end: (engagementId) => tell(engagementId, stopMonitoringSignal),
});

async function beginMonitoring(engagementId: string): Promise<void> {
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

/** Has a monitoring plan anew, where there is one. */
export const replan = (engagementId: string): Promise<void> => tell(engagementId, replanSignal);

async function tell(engagementId: string, signal: SignalDefinition): Promise<void> {
  try {
    await getExternalWorkflowHandle(monitoringWorkflowId(engagementId)).signal(signal);
  } catch {
    // It has ended already, or never began.
  }
}
