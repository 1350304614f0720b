import { recentReadings } from '../../db/read/kpi-readings';
import { scoreRules } from '../../db/read/score-rules';
import { lockLivePlans, lockPlan, savePlan } from '../../db/stores/improvement-plans';
import { notePlan, openImprovementPlan } from '../../db/stores/open-improvement-plan';
import { localDate } from '../../domain/calendar/zone';
import { dueOfPlan, type PlanSaying, sayingKey } from '../../domain/improvement/agenda';
import { closingEvidence, plansNeeded } from '../../domain/improvement/evidence';
import { closePlan, failPlan, type ImprovementPlan, planName } from '../../domain/improvement/plan';
import type { Scorecard } from '../../domain/kpi/record-schema';
import type { MailOrder } from '../../domain/mail/order';
import { requiresPlan } from '../../domain/review/rules';
import { soundAlarms } from '../alarms';
import { askOwner } from '../standing/owed-work';
import type { AgendaStep, PerformItem } from './index';
import { letters } from './people';

type Where = Omit<AgendaStep, 'item'>;

/**
 * What a period that has just been closed means for plans: those whose KPIs have met their targets twice are closed by
 * that, and what went wrong for too long gets one. Says whether a plan has something to tell.
 */
export async function judgeImprovement({ trx, engagement, now }: Where, card: Scorecard): Promise<boolean> {
  const readings = await recentReadings(trx, engagement.id);
  const live = await lockLivePlans(trx, engagement.id);
  const left: ImprovementPlan[] = [];
  for (const plan of live) {
    const closing = closingEvidence(plan, readings, localDate(engagement.time_zone, plan.openedAt));
    if (closing === null) {
      left.push(plan);
      continue;
    }
    const closed = closePlan(plan, { closing, now });
    await savePlan(trx, closed, now);
    await notePlan(trx, closed, { type: 'improvement.closed', now });
  }
  const isPoor = requiresPlan(await scoreRules(trx), card.score);
  const needed = plansNeeded({ card, isPoor, readings, covered: left.flatMap(({ kpis }) => kpis) });
  for (const plan of needed) await openImprovementPlan(trx, engagement, { ...plan, now });
  return left.length < live.length || needed.length > 0;
}

/** A plan has something to say: that it is there, that something is due, how it ended. Past its day it has failed. */
export const speakOfPlan: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const found = await lockPlan(trx, item.facts['plan'] ?? '');
  if (!found) return { replan: true };
  const { say, said } = dueOfPlan(found, engagement.time_zone, now);
  if (say.length === 0) return { replan: true };
  const isOver = found.state !== 'failed' && say.some(({ word }) => word === 'failed');
  const plan = isOver ? failPlan({ ...found, said }, now) : { ...found, said };
  await savePlan(trx, plan, now);
  const alarms = isOver ? await fail(step, plan) : [];
  return { mails: [...say.flatMap((saying) => lettersOf(step, plan, saying)), ...alarms], replan: true };
};

/** Both sides hear of a plan; of a measure the one that owes it, and the owner. */
function lettersOf({ engagement, now }: Where, plan: ImprovementPlan, saying: PlanSaying): readonly MailOrder[] {
  const { word, measure } = saying;
  const subject = `${plan.id}:${sayingKey(saying)}`;
  const facts = { plan: plan.id, word, ...(measure !== null && { measure: String(measure) }) };
  const isOurs = measure !== null && plan.measures[measure - 1]?.side === 'us';
  const vendor = engagement.vendor_id === null || isOurs ? [] : [engagement.vendor_id];
  return [
    ...letters(engagement, [engagement.owner_id], { kind: 'improvement', subject, facts, now }),
    ...letters(engagement, vendor, { kind: 'vendor-improvement', subject, facts, now }),
  ];
}

/** Its KPIs are not back by the day that was agreed on: whether the service goes on is a question now. */
async function fail({ trx, engagement, now }: Where, plan: ImprovementPlan): Promise<readonly MailOrder[]> {
  await notePlan(trx, plan, { type: 'improvement.failed', now });
  await askOwner({ trx, engagement, now }, { kind: 'exit-assessment', reason: plan.id, title: planName(plan) });
  const evidence = { kpis: plan.kpis, due: plan.due, trigger: plan.trigger };
  const found = { rule: 'IMPROVEMENT_FAILED', severity: 'red', subject: planName(plan), evidence } as const;
  return soundAlarms({ trx, engagement, now }, [found]);
}
