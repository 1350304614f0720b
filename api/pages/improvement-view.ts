import { asOurselves } from '../../db/wall/scope';
import { standingOf } from '../../domain/improvement/evidence';
import {
  agreeObjection,
  cancelObjection,
  type ImprovementPlan,
  progressObjection,
} from '../../domain/improvement/plan';
import type { Side } from '../../domain/issue/words';
import type { Db } from '../../db/knex';
import { plansOf } from '../../db/stores/improvement-plans';
import type { PlanOnPage } from '../../templates/service-page-data';
import { type Measured, measuredOf } from '../improvement-plans';
import type { Typed } from './issue-view';

interface Seen {
  readonly side: Side;
  readonly typed: Typed;
  /** Whether anything can be done about it at all. */
  readonly running: boolean;
  /** Null for the vendor behind its link. */
  readonly reader: string | null;
}

/** The improvement plans of an engagement as one of its sides sees them, newest first. */
export async function plansForPage(db: Db, engagementId: string, seen: Seen): Promise<readonly PlanOnPage[]> {
  const plans = await plansOf(db, engagementId);
  if (plans.length === 0) return [];
  // Of what was rated a vendor is shown how far a plan has come, not the scores.
  const measured = await asOurselves(() => measuredOf(db, engagementId));
  return plans.toReversed().map((plan) => planForPage(plan, measured, seen));
}

function planForPage(plan: ImprovementPlan, { kpis, series }: Measured, seen: Seen): PlanOnPage {
  const { side, typed, running, reader } = seen;
  const nameOf = (key: string): string => kpis.find((kpi) => kpi.key === key)?.name ?? key;
  const isTyped = typed.about === plan.id;
  return {
    id: plan.id,
    number: plan.number,
    kpis: plan.kpis.map(nameOf).join(' · '),
    trigger: plan.trigger,
    state: plan.state,
    due: plan.due,
    rootCause: plan.rootCause,
    measures: measuresOf(plan, seen),
    milestones: plan.milestones.map((milestone) => ({
      ...milestone,
      ...standingOf(milestone, series, kpis),
      kpi: nameOf(milestone.kpi),
    })),
    cancelling: side === 'us' ? (plan.cancelling?.reason ?? null) : null,
    mayAgree: running && side === 'us' && agreeObjection(plan) === null,
    mayCancel: running && reader !== null && cancelObjection(plan, reader) === null,
    refusal: isTyped ? typed.refusal : null,
    text: isTyped ? (typed.fields['text'] ?? '') : '',
    done: isTyped && typed.fields['done'] === '1',
    cancelRefused: isTyped && typed.act === 'plan-cancel',
  };
}

const measuresOf = (plan: ImprovementPlan, { side, running, typed }: Seen): PlanOnPage['measures'] =>
  plan.measures.map(({ title, side: owner, person, due, doneAt, progress }, index) => ({
    place: index + 1,
    title,
    side: owner,
    person: owner === side ? person : null,
    due,
    doneAt,
    progress: progress.map(({ at, side: by, text }) => ({ at, side: by, text })),
    mayReport: running && progressObjection(plan, { measure: index + 1, text: '', done: false }, side) === null,
    refused: typed.about === plan.id && typed.act === 'progress' && typed.place === String(index + 1),
  }));
