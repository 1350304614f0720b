import { DomainError } from '../domain/errors';
import { monitoringWorkflowId } from '../workflows/ids';
import type { Services } from './services';

/**
 * Dates of an engagement have moved: its monitoring plans again. What was recorded stays recorded when nobody listens; the
 * nightly sweep asks those again that have something due.
 */
export async function planAgain(
  { gateway, log }: Pick<Services, 'gateway' | 'log'>,
  engagementId: string,
): Promise<void> {
  try {
    await gateway.signal(monitoringWorkflowId(engagementId), 'replan', []);
  } catch (error) {
    // It has ended, or never began.
    if (error instanceof DomainError && error.code === 'STATE_CONFLICT') return;
    log.warn({ engagementId, err: error }, 'monitoring was not told that dates have moved');
  }
}
