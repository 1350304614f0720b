import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { Engagement } from '../../domain/engagement/engagement';
import { monitoringWorkflowId } from '../ids';
import { deliver } from '../mail';
import { stopMonitoringSignal } from '../messages';
import { certain } from '../proxies';

/** The last word: nothing comes round any more, and everybody concerned is told. */
export async function close(engagement: Engagement): Promise<void> {
  await endMonitoring(engagement);
  deliver(await certain.announce({ engagementId: engagement.id, kind: 'engagement-closed', now: Date.now() }));
}

/** Nothing comes round any more. An engagement that never went live has no monitoring to stop. */
export async function endMonitoring({ id }: Engagement): Promise<void> {
  try {
    await getExternalWorkflowHandle(monitoringWorkflowId(id)).signal(stopMonitoringSignal);
  } catch {
    // It has ended already, or never began.
  }
}
