import { v7 as uuidv7 } from 'uuid';
import { FREQUENCIES } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { freshMeasures, type ImprovementPlan, type PlanReading, usualDue } from '../../domain/improvement/plan';
import type { NewImprovementPlan } from '../../domain/improvement/schema';
import type { PlanTrigger } from '../../domain/improvement/words';
import type { Trx } from '../transaction';
import { appendAudit, engagementStream } from './audit';
import { endItem, itemsOfKind } from './action-items';
import { insertPlan, nextPlanNumber } from './improvement-plans';
import { kpisOf } from './kpis';

interface Where {
  readonly id: string;
  readonly time_zone: string;
}

export interface PlanOpening {
  readonly trigger: PlanTrigger;
  readonly kpis: readonly string[];
  readonly evidence: readonly PlanReading[];
  readonly now: number;
  /** What people have written of it already, and who. */
  readonly by?: { readonly id: string; readonly actorId: string; readonly body: NewImprovementPlan };
}

/**
 * Opens a plan, by which whoever was asked for one has done so, and notes it in the trail; null where one lives already for the same KPIs by the same trigger. The engagement
 * is held by the caller, whose monitoring plans again.
 */
export async function openImprovementPlan(
  trx: Trx,
  engagement: Where,
  { trigger, kpis, evidence, now, by }: PlanOpening,
): Promise<ImprovementPlan | null> {
  const openedOn = localDate(engagement.time_zone, now);
  const { rootCause = [], measures = [], milestones = [], due } = by?.body ?? {};
  const plan: ImprovementPlan = {
    id: by?.id ?? uuidv7(),
    number: await nextPlanNumber(trx, engagement.id),
    engagementId: engagement.id,
    trigger,
    kpis: [...kpis].sort(),
    rootCause,
    measures: freshMeasures(measures),
    milestones,
    due: due ?? (await usualDueOf(trx, engagement.id, { kpis, openedOn })),
    state: 'open',
    openedAt: now,
    openedBy: by?.actorId ?? null,
    agreedAt: null,
    agreedBy: null,
    endedAt: null,
    cancelling: null,
    opening: evidence,
    closing: [],
    said: [],
    version: 1,
  };
  if (!(await insertPlan(trx, plan))) return null;
  for (const { key } of await itemsOfKind(trx, engagement.id, 'improvement-owed')) await endItem(trx, key, now);
  if (!by) await notePlan(trx, plan, { type: 'improvement.opened', now });
  return plan;
}

async function usualDueOf(
  trx: Trx,
  engagementId: string,
  { kpis, openedOn }: { readonly kpis: readonly string[]; readonly openedOn: string },
): Promise<string> {
  const own = (await kpisOf(trx, engagementId)).filter(({ key }) => kpis.includes(key));
  const longest = FREQUENCIES.findLast((one) => own.some(({ frequency }) => frequency === one));
  return usualDue(openedOn, longest ?? 'monthly');
}

/** What the system does about a plan, with the values for which it does so. */
export const notePlan = (
  trx: Trx,
  plan: ImprovementPlan,
  { type, now }: { readonly type: string; readonly now: number },
): Promise<void> =>
  appendAudit(trx, engagementStream(plan.engagementId), [
    {
      key: `${type}:${plan.id}`,
      at: now,
      type,
      channel: 'system',
      payload: {
        planId: plan.id,
        number: plan.number,
        trigger: plan.trigger,
        kpis: plan.kpis,
        values: plan.closing.length > 0 ? plan.closing : plan.opening,
      },
    },
  ]);
