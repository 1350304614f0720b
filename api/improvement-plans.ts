import { localDate } from '../domain/calendar/zone';
import { isEnded } from '../domain/engagement/statuses';
import { DomainError, fieldError, type Refusal } from '../domain/errors';
import { standingOf } from '../domain/improvement/evidence';
import {
  agreeObjection,
  agreePlan,
  cancelObjection,
  cancelPlan,
  changeObjection,
  type ImprovementPlan,
  noteProgress,
  progressObjection,
  rewritePlan,
} from '../domain/improvement/plan';
import type {
  ImprovementPlanChange,
  ImprovementPlanView,
  MeasureProgress,
  NewImprovementPlan,
} from '../domain/improvement/schema';
import type { Side } from '../domain/issue/words';
import type { KpiDefinition } from '../domain/kpi/record-schema';
import type { KpiSeries } from '../domain/risk/kpi-alarms';
import { ownSeries } from '../db/read/own-series';
import type { Db } from '../db/knex';
import type { EngagementRow } from '../db/stores/engagements';
import { lockPlan, savePlan } from '../db/stores/improvement-plans';
import { kpisOf } from '../db/stores/kpis';
import { openImprovementPlan } from '../db/stores/open-improvement-plan';
import type { Trx } from '../db/transaction';
import { editableIn } from './engagement-scope';
import { FOLLOWED } from '../domain/engagement/statuses';

interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

interface Author {
  readonly id: string;
  readonly actorId: string;
}

/** Opens a plan by hand. Throws `STATE_CONFLICT` where no service is followed up or one lives for the same KPIs. */
export async function keepPlan(held: Held, body: NewImprovementPlan, by: Author): Promise<ImprovementPlan> {
  const { trx, engagement, now } = held;
  editableIn(engagement, FOLLOWED);
  await checkContents(held, body, body.kpis);
  const opening = { trigger: 'manual', kpis: body.kpis, evidence: [], now, by: { ...by, body } } as const;
  const plan = await openImprovementPlan(trx, engagement, opening);
  if (!plan) throw new DomainError('STATE_CONFLICT', 'A plan for these KPIs lives already.');
  return plan;
}

type Contents = Pick<ImprovementPlanChange, 'milestones' | 'due'>;

async function checkContents({ trx, engagement, now }: Held, { milestones, due }: Contents, kpis: readonly string[]) {
  const known = new Set((await kpisOf(trx, engagement.id)).map(({ key }) => key));
  kpis.forEach((key, index) => {
    if (!known.has(key)) throw fieldError(`kpis.${index}`, 'is not a KPI of the engagement');
  });
  milestones?.forEach(({ kpi }, index) => {
    if (!kpis.includes(kpi)) throw fieldError(`milestones.${index}.kpi`, 'is not a KPI of the plan');
  });
  if (due !== undefined && due < localDate(engagement.time_zone, now)) throw fieldError('due', 'lies in the past');
}

async function heldPlan({ trx, engagement }: Held, planId: string): Promise<ImprovementPlan> {
  const plan = await lockPlan(trx, planId);
  if (plan?.engagementId !== engagement.id) throw noPlan();
  if (isEnded(engagement.state)) throw new DomainError('STATE_CONFLICT', 'The engagement has ended.');
  return plan;
}

function refuse(refusal: Refusal | null): void {
  if (refusal) throw DomainError.from(refusal);
}

async function saved({ trx, now }: Held, plan: ImprovementPlan): Promise<ImprovementPlan> {
  await savePlan(trx, plan, now);
  return plan;
}

/** Both sides have agreed on a plan, says a person of ours. */
export async function agreeOnPlan(held: Held, planId: string, by: string): Promise<ImprovementPlan> {
  const plan = await heldPlan(held, planId);
  refuse(agreeObjection(plan));
  return saved(held, agreePlan(plan, { by, now: held.now }));
}

/** Changes what a plan says before it is agreed on, or notes how far a measure is. */
export async function changePlan(
  held: Held,
  planId: string,
  { change, actorId }: { readonly change: ImprovementPlanChange; readonly actorId: string },
): Promise<ImprovementPlan> {
  const plan = await heldPlan(held, planId);
  refuse(changeObjection(plan, change));
  const { progress } = change;
  if (progress) return noted(held, plan, { progress, side: 'us', actorId });
  await checkContents(held, change, plan.kpis);
  return saved(held, rewritePlan(plan, change));
}

interface Noting {
  readonly progress: MeasureProgress;
  readonly side: Side;
  readonly actorId: string | null;
}

/** A side says how far one of its measures is. */
export async function reportProgress(held: Held, planId: string, noting: Noting): Promise<ImprovementPlan> {
  return noted(held, await heldPlan(held, planId), noting);
}

function noted(held: Held, plan: ImprovementPlan, { progress, side, actorId }: Noting): Promise<ImprovementPlan> {
  refuse(progressObjection(plan, progress, side));
  return saved(held, noteProgress(plan, progress, { side, actorId, now: held.now }));
}

/** Gives a plan up, or asks a second person to. */
export async function giveUpPlan(
  held: Held,
  planId: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<ImprovementPlan> {
  const plan = await heldPlan(held, planId);
  refuse(cancelObjection(plan, by));
  return saved(held, cancelPlan(plan, { by, reason, now: held.now }));
}

export const noPlan = (): DomainError => new DomainError('NOT_FOUND', 'The engagement has no such improvement plan.');

/** What a plan's milestones are judged by. */
export interface Measured {
  readonly kpis: readonly KpiDefinition[];
  readonly series: readonly KpiSeries[];
}

export async function measuredOf(db: Db, engagementId: string): Promise<Measured> {
  const kpis = await kpisOf(db, engagementId);
  const series = (await ownSeries(db, engagementId, kpis)).map(({ kpi: { key }, points }) => ({ key, points }));
  return { kpis, series };
}

const instant = (at: number): string => new Date(at).toISOString();
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at));

export const planView = (plan: ImprovementPlan, { kpis, series }: Measured): ImprovementPlanView => ({
  id: plan.id,
  number: plan.number,
  trigger: plan.trigger,
  kpis: [...plan.kpis],
  state: plan.state,
  rootCause: [...plan.rootCause],
  measures: plan.measures.map(({ progress, doneAt, ...measure }) => ({
    ...measure,
    progress: progress.map(({ at, ...said }) => ({ at: instant(at), ...said })),
    doneAt: instantOrNull(doneAt),
  })),
  milestones: plan.milestones.map((milestone) => ({ ...milestone, ...standingOf(milestone, series, kpis) })),
  due: plan.due,
  openedAt: instant(plan.openedAt),
  openedBy: plan.openedBy,
  agreedAt: instantOrNull(plan.agreedAt),
  agreedBy: plan.agreedBy,
  endedAt: instantOrNull(plan.endedAt),
  cancelling: plan.cancelling && { ...plan.cancelling, at: instant(plan.cancelling.at) },
  evidence: { opening: [...plan.opening], closing: [...plan.closing] },
  version: plan.version,
});
