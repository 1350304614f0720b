import type { Frequency } from '../calendar/periods';
import { addMonthsClamped } from '../calendar/civil';
import type { Refusal } from '../errors';
import type { Side } from '../issue/words';
import type { ImprovementPlanChange, Measure, MeasureProgress, PlanMilestone } from './schema';
import { isLivePlan, type PlanState, type PlanTrigger } from './words';

/** What a KPI did in a closed period; `value` null where there was none. */
export interface PlanReading {
  readonly kpi: string;
  readonly period: string;
  readonly value: number | null;
  readonly target: number;
}

export interface PlanMeasure extends Measure {
  readonly progress: readonly {
    readonly at: number;
    readonly side: Side;
    readonly actorId: string | null;
    readonly text: string;
  }[];
  readonly doneAt: number | null;
}

/** A plan by which KPIs come back to their targets. Instants in epoch milliseconds. */
export interface ImprovementPlan {
  readonly id: string;
  readonly number: number;
  readonly engagementId: string;
  readonly trigger: PlanTrigger;
  readonly kpis: readonly string[];
  readonly rootCause: readonly string[];
  readonly measures: readonly PlanMeasure[];
  readonly milestones: readonly PlanMilestone[];
  readonly due: string;
  readonly state: PlanState;
  readonly openedAt: number;
  /** Null where the system opened it. */
  readonly openedBy: string | null;
  readonly agreedAt: number | null;
  readonly agreedBy: string | null;
  readonly endedAt: number | null;
  readonly cancelling: {
    readonly by: string;
    readonly at: number;
    readonly reason: string;
    readonly confirmedBy: string | null;
  } | null;
  readonly opening: readonly PlanReading[];
  readonly closing: readonly PlanReading[];
  /** What its people have been told, and what they have been reminded of. */
  readonly said: readonly string[];
  readonly version: number;
}

/** Months in which two closed periods can show that a plan has worked. */
const MONTHS = { monthly: 4, quarterly: 9, 'half-yearly': 18, yearly: 36 } as const satisfies Record<Frequency, number>;

/** The day by which a plan is due where nobody sets one. */
export const usualDue = (openedOn: string, frequency: Frequency): string =>
  addMonthsClamped(openedOn, MONTHS[frequency]);

/** What a plan is called among people. */
export const planName = ({ number, kpis }: Pick<ImprovementPlan, 'number' | 'kpis'>): string =>
  `#${number} ${kpis.join(', ')}`.slice(0, 200);

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });

/** Why a plan cannot be agreed on, or null: without a root cause and measures it is a wish. */
export function agreeObjection(plan: Pick<ImprovementPlan, 'state' | 'rootCause' | 'measures'>): Refusal | null {
  if (plan.state !== 'open') return conflict(`The plan is ${plan.state} already.`);
  if (plan.rootCause.length === 0) return conflict('The plan names no root cause yet.');
  return plan.measures.length === 0 ? conflict('The plan names no measures yet.') : null;
}

export const agreePlan = (plan: ImprovementPlan, { by, now }: { by: string; now: number }): ImprovementPlan => ({
  ...plan,
  state: 'agreed',
  agreedAt: now,
  agreedBy: by,
  version: plan.version + 1,
});

/** Why a plan cannot be changed in this way, or null: what was agreed on stands, and what is done is told after that. */
export function changeObjection(
  { state }: Pick<ImprovementPlan, 'state'>,
  change: ImprovementPlanChange,
): Refusal | null {
  if (!isLivePlan(state)) return conflict(`The plan is ${state} already.`);
  const { progress, ...contents } = change;
  const touches = Object.values(contents).some((part) => part !== undefined);
  if (touches && state !== 'open') return conflict('What was agreed on stands; say how far its measures are.');
  return progress && state === 'open' ? conflict('The plan is not agreed on yet.') : null;
}

/** The contents of a plan before it is agreed on. */
export const rewritePlan = (plan: ImprovementPlan, change: ImprovementPlanChange): ImprovementPlan => ({
  ...plan,
  rootCause: change.rootCause ?? plan.rootCause,
  measures: change.measures ? freshMeasures(change.measures) : plan.measures,
  milestones: change.milestones ?? plan.milestones,
  due: change.due ?? plan.due,
  version: plan.version + 1,
});

export const freshMeasures = (measures: readonly Measure[]): readonly PlanMeasure[] =>
  measures.map((measure) => ({ ...measure, progress: [], doneAt: null }));

export interface ProgressBy {
  readonly side: Side;
  readonly actorId: string | null;
  readonly now: number;
}

/** Why a side cannot say how far a measure is, or null. We may note what a vendor told us; a vendor speaks of its own. */
export function progressObjection(
  plan: Pick<ImprovementPlan, 'state' | 'measures'>,
  { measure }: MeasureProgress,
  side: Side,
): Refusal | null {
  if (plan.state !== 'agreed' && plan.state !== 'running') return conflict(`The plan is ${plan.state}.`);
  const one = plan.measures[measure - 1];
  if (!one || (side === 'vendor' && one.side !== 'vendor'))
    return { code: 'NOT_FOUND', message: 'The plan has no such measure.' };
  return one.doneAt === null ? null : conflict('The measure is done already.');
}

/** The first progress sets an agreed plan running. */
export const noteProgress = (plan: ImprovementPlan, said: MeasureProgress, by: ProgressBy): ImprovementPlan => ({
  ...plan,
  state: 'running',
  measures: plan.measures.map((measure, index) =>
    index === said.measure - 1
      ? {
          ...measure,
          progress: [...measure.progress, { at: by.now, side: by.side, actorId: by.actorId, text: said.text }],
          doneAt: said.done ? by.now : null,
        }
      : measure,
  ),
  version: plan.version + 1,
});

/** A plan that was opened by hand and not agreed on yet is given up by one person; every other one needs a second. */
const needsSecond = ({ trigger, state }: Pick<ImprovementPlan, 'trigger' | 'state'>): boolean =>
  trigger !== 'manual' || state !== 'open';

/** Why a person cannot give up a plan, or null. */
export function cancelObjection(plan: Pick<ImprovementPlan, 'state' | 'cancelling'>, by: string): Refusal | null {
  if (!isLivePlan(plan.state)) return conflict(`The plan is ${plan.state} already.`);
  return plan.cancelling?.by === by
    ? { code: 'FORBIDDEN', message: 'A second person must decide: you have asked to give the plan up.' }
    : null;
}

interface Cancelling {
  readonly by: string;
  readonly reason: string;
  readonly now: number;
}

/** Asks to give a plan up, or does so as the second person. */
export function cancelPlan(plan: ImprovementPlan, { by, reason, now }: Cancelling): ImprovementPlan {
  const version = plan.version + 1;
  const asked = plan.cancelling ?? { by, at: now, reason, confirmedBy: null };
  if (plan.cancelling === null && needsSecond(plan)) return { ...plan, cancelling: asked, version };
  const cancelling = { ...asked, confirmedBy: plan.cancelling ? by : null };
  return { ...plan, cancelling, state: 'cancelled', endedAt: now, version };
}

interface Ending {
  readonly closing: readonly PlanReading[];
  readonly now: number;
}

/** The KPIs have shown that the plan worked. */
export const closePlan = (plan: ImprovementPlan, { closing, now }: Ending): ImprovementPlan => ({
  ...plan,
  state: 'closed',
  closing,
  endedAt: now,
  version: plan.version + 1,
});

export const failPlan = (plan: ImprovementPlan, now: number): ImprovementPlan => ({
  ...plan,
  state: 'failed',
  endedAt: now,
  version: plan.version + 1,
});
