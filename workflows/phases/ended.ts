import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { Engagement } from '../../domain/engagement/engagement';
import { monitoringWorkflowId } from '../ids';
import { stopMonitoringSignal } from '../messages';

/** Nothing comes round any more. An engagement that never went live has no monitoring to stop. */
export async function endMonitoring({ id }: Engagement): Promise<void> {
  try {
    await getExternalWorkflowHandle(monitoringWorkflowId(id)).signal(stopMonitoringSignal);
  } catch {
    // It has ended already, or never began.
  }
}
