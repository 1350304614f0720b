import { planOf } from '../../db/read/agenda';
import { serviceEndOf } from '../../db/read/service-end';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { type EngagementRow, findEngagement, saveNextDue } from '../../db/stores/engagements';
import { claimAgendaItem, keepOutcome, keptOutcome } from '../../db/stores/agenda-log';
import { suspensionsOf } from '../../db/stores/suspensions';
import { inTransaction, type Trx } from '../../db/transaction';
import { localDate } from '../../domain/calendar/zone';
import type { AgendaItem, AgendaKind, Cursor } from '../../domain/engagement/agenda';
import { standsStill } from '../../domain/engagement/statuses';
import type { MailOrder } from '../../domain/mail/order';
import type { ReviewOrder } from '../../domain/review/order';
import type { Deps } from '../deps';
import { speakOfAlarm } from './alarms';
import { tellBidders } from './award';
import { speakOfPlan } from './improvement';
import { speakOfIssue } from './issues';
import { closeCost } from './cost';
import { askForValues, closeCollection, remindOfValues, takeRevisionIn } from './kpis';
import { speakOfMilestone } from './milestones';
import { openObligation } from './obligations';
import { prepareRenewal } from './renewal';
import { openRetrospective } from './retrospective';
import { openReview } from './reviews';
import { closeTender, recallQuestion, remindVendors } from './tender';
import { listenForSilence } from './silence';
import { speakOfSettlement } from './settlement';
import { speakOfDrill } from './exit-drill';
import { recallExitTask } from './exit-tasks';
import { watchExit } from './exit-watch';
import { closeSurvey, mailSurvey } from './surveys';
import { askForRating, closeRating } from './rating';
import { endPart } from './parts';
import { alarmSubcontractor } from './subcontractors';
import { alarmUnmonitored } from './unmonitored';
import { beginAmendment, endTerm, passDeadline, recallNotice } from './term';
import { speakOfWork } from './work';

export interface AgendaOutcome {
  readonly mails: readonly MailOrder[];
  readonly reviews: readonly ReviewOrder[];
  /** Dates have moved: plan again before the next item. */
  readonly replan: boolean;
  /** The health of the engagement has changed. */
  readonly relabel: boolean;
}

export interface AgendaStep {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly item: AgendaItem;
  readonly now: number;
}

export type PerformItem = (step: AgendaStep) => Promise<Partial<AgendaOutcome>>;

const perform: Readonly<Record<AgendaKind, PerformItem>> = {
  'tender-reminder': remindVendors,
  'tender-close': closeTender,
  'question-due': recallQuestion,
  'award-notice': tellBidders,
  'kpi-open': askForValues,
  'kpi-reminder': remindOfValues,
  'kpi-close': closeCollection,
  'card-revised': takeRevisionIn,
  unmonitored: alarmUnmonitored,
  'cost-close': closeCost,
  'review-open': openReview,
  'amendment-start': beginAmendment,
  'part-end': endPart,
  'notice-reminder': recallNotice,
  'notice-deadline': passDeadline,
  'term-end': endTerm,
  'action-item': speakOfWork,
  'obligation-open': openObligation,
  'renewal-dossier': prepareRenewal,
  alarm: speakOfAlarm,
  'subcontractor-alarm': alarmSubcontractor,
  issue: speakOfIssue,
  silence: listenForSilence,
  improvement: speakOfPlan,
  milestone: speakOfMilestone,
  'survey-mail': mailSurvey,
  'survey-close': closeSurvey,
  'rating-mail': askForRating,
  'rating-close': closeRating,
  retrospective: openRetrospective,
  settlement: speakOfSettlement,
  'exit-alarm': watchExit,
  'exit-drill': speakOfDrill,
  'exit-task': recallExitTask,
};

/** A suspension stops the clocks of the service, not the dates of the contract. */
const STOPPED_BY_SUSPENSION: ReadonlySet<AgendaKind> = new Set([
  'kpi-open',
  'kpi-reminder',
  'kpi-close',
  'review-open',
]);

/** Up to their own instant a suspension puts them off; one that is noted later does not, and they never come round again. */
const PUT_OFF_UNTIL_DUE: ReadonlySet<AgendaKind> = new Set(['kpi-close', 'review-open']);

export interface DueItems {
  readonly engagementId: string;
  readonly items: readonly AgendaItem[];
  readonly now: number;
}

/** Does what fell due within the transaction of whoever asks. */
export async function performItems(trx: Trx, { engagementId, items, now }: DueItems): Promise<AgendaOutcome> {
  const engagement = await findEngagement(trx, engagementId);
  const outcomes: Partial<AgendaOutcome>[] = [];
  for (const item of engagement ? items : [])
    outcomes.push(await performOne({ trx, engagement: engagement!, item, now }));
  return {
    mails: outcomes.flatMap(({ mails = [] }) => mails),
    reviews: outcomes.flatMap(({ reviews = [] }) => reviews),
    replan: outcomes.some(({ replan = false }) => replan),
    relabel: outcomes.some(({ relabel = false }) => relabel),
  };
}

export const agendaActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** The next items after the cursor; notes the first one for lists of coming dates. */
  async planAgenda({
    engagementId,
    cursor,
    limit,
  }: {
    engagementId: string;
    cursor: Cursor;
    limit: number;
  }): Promise<readonly AgendaItem[]> {
    const items = await planOf(db, engagementId, { cursor, limit });
    await saveNextDue(db, engagementId, items[0]?.at ?? null);
    return items;
  },

  /** Does what fell due, in one transaction; mails and reviews that follow are given back to the workflow. */
  performAgenda: (due: DueItems): Promise<AgendaOutcome> => inTransaction(db, (trx) => performItems(trx, due)),
});

/** A date of a plan that was made before the suspension; whatever is still owed comes round anew behind it. */
async function isSuspended({ trx, engagement, now }: AgendaStep): Promise<boolean> {
  if (!standsStill(engagement)) return false;
  const end = await serviceEndOf(trx, engagement, now);
  return end === null || localDate(engagement.time_zone, now) < end;
}

/** Whether it fell due before somebody said that the service stands still, and was only late to be done. */
async function fellDueBefore({ trx, engagement, item }: AgendaStep): Promise<boolean> {
  if (!PUT_OFF_UNTIL_DUE.has(item.kind)) return false;
  const last = (await suspensionsOf(trx, engagement.id)).at(-1);
  return last !== undefined && last.suspendedAt > item.at;
}

/** Does an item once: whoever asks again, because the answer was lost, is told again what came of it. */
export async function performOne(step: AgendaStep): Promise<Partial<AgendaOutcome>> {
  const { trx, engagement, item, now } = step;
  const claim = { engagementId: engagement.id, item };
  // The column holds what this function has kept.
  if (!(await claimAgendaItem(trx, { ...claim, now }))) return (await keptOutcome(trx, claim)) ?? {};
  if (STOPPED_BY_SUSPENSION.has(item.kind) && (await isSuspended(step)) && !(await fellDueBefore(step))) return {};
  const outcome = await perform[item.kind](step);
  await keepOutcome(trx, claim, outcome);
  const entry = {
    key: `agenda:${item.key}:${item.at}`,
    at: now,
    type: `agenda.${item.kind}`,
    channel: 'workflow' as const,
    payload: { ...item.facts },
  };
  await appendAudit(trx, engagementStream(engagement.id), [entry]);
  return outcome;
}
