import { asOurselves } from '../db/wall/scope';
import { wakeCallFor } from '../db/stores/date-keeper';
import { planAnew } from '../db/stores/plan-watch';
import { DomainError } from '../domain/errors';
import { monitoringWorkflowId } from '../workflows/ids';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/**
 * Dates of an engagement have moved: what comes next is found anew, and the date keeper is woken for a date that is earlier
 * than any it knew. What was recorded stays recorded when nobody listens; the nightly sweep asks those again whose
 * date has passed.
 */
export async function planAgain(deps: Deps, engagementId: string): Promise<void> {
  try {
    await asOurselves(() => tellWatch(deps, engagementId));
  } catch (error) {
    // It has ended, or never began.
    if (error instanceof DomainError && error.code === 'STATE_CONFLICT') return;
    deps.log.warn({ engagementId, err: error }, 'dates that have moved are found by the nightly sweep');
  }
}

async function tellWatch({ db, gateway }: Deps, engagementId: string): Promise<void> {
  if (!(await planAnew(db, engagementId))) return gateway.signal(monitoringWorkflowId(engagementId), 'replan', []);
  const wake = await wakeCallFor(db, engagementId);
  // Where no keeper has run yet, the worker starts one, which looks at everything.
  if (wake?.workflowId) await gateway.signal(wake.workflowId, 'dateMoved', [wake.at]);
}
