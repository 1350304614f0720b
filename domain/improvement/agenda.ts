import { dueOnDay } from '../action-item/marks';
import type { AgendaItem } from '../engagement/agenda';
import type { ImprovementPlan, PlanMeasure } from './plan';
import { isLivePlan } from './words';

export const PLAN_NEWS = [
  'opened',
  'agreed',
  'measure-recall',
  'measure-late',
  'recall',
  'closed',
  'failed',
  'cancelled',
] as const;
export type PlanNews = (typeof PLAN_NEWS)[number];

const DAY = 86_400_000;
const RECALL_DAYS = 14;
const MEASURE_RECALL_DAYS = 3;

/** Something to be said of a plan; `measure` counts from 1. */
export interface PlanSaying {
  readonly word: PlanNews;
  readonly measure: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** By this a plan remembers what was said. */
export const sayingKey = ({ word, measure }: Pick<PlanSaying, 'word' | 'measure'>): string =>
  measure === null ? word : `${word}:${measure}`;

type Plan = Pick<ImprovementPlan, 'state' | 'openedAt' | 'agreedAt' | 'endedAt' | 'measures' | 'due' | 'said' | 'id'>;

/** What is still to be said of a plan. Its end is the last word. */
function sayings(plan: Plan, timeZone: string): readonly PlanSaying[] {
  const { state, openedAt, agreedAt, endedAt, measures, due, said } = plan;
  const end = dueOnDay(timeZone, due);
  const all: readonly PlanSaying[] = isLivePlan(state)
    ? [
        { word: 'opened', measure: null, at: openedAt },
        ...(agreedAt === null ? [] : [{ word: 'agreed' as const, measure: null, at: agreedAt }]),
        ...(agreedAt === null ? [] : measures.flatMap((one, index) => ofMeasure(one, index + 1, timeZone))),
        { word: 'recall', measure: null, at: end - RECALL_DAYS * DAY },
        { word: 'failed', measure: null, at: end },
      ]
    : [{ word: finalWord(state), measure: null, at: endedAt ?? openedAt }];
  return all.filter((one) => !said.includes(sayingKey(one)));
}

const finalWord = (state: ImprovementPlan['state']): PlanNews =>
  state === 'failed' || state === 'cancelled' ? state : 'closed';

function ofMeasure({ due, doneAt }: PlanMeasure, measure: number, timeZone: string): readonly PlanSaying[] {
  if (doneAt !== null) return [];
  const end = dueOnDay(timeZone, due);
  return [
    { word: 'measure-recall', measure, at: end - MEASURE_RECALL_DAYS * DAY },
    { word: 'measure-late', measure, at: end },
  ];
}

export const planDates = (plan: Plan, timeZone: string): readonly AgendaItem[] =>
  sayings(plan, timeZone).map((saying) => ({
    key: `improvement:${plan.id}:${sayingKey(saying)}`,
    kind: 'improvement',
    at: saying.at,
    facts: { plan: plan.id, word: saying.word },
  }));

/** What is due now; a reminder that passed while nothing ran is left out where a graver word is due as well. */
export function dueOfPlan(
  plan: Plan,
  timeZone: string,
  now: number,
): { readonly say: readonly PlanSaying[]; readonly said: readonly string[] } {
  const due = sayings(plan, timeZone).filter(({ at }) => at <= now);
  const isOver = due.some(({ word }) => word === 'failed');
  const say = isOver
    ? due.filter(({ word }) => word === 'failed')
    : due.filter(
        ({ word, measure }) =>
          word !== 'measure-recall' || !due.some((one) => one.word === 'measure-late' && one.measure === measure),
      );
  return { say, said: [...plan.said, ...due.map(sayingKey)] };
}
