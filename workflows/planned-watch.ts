import {
  allHandlersFinished,
  condition,
  ParentClosePolicy,
  patched,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import type { AgendaItem, Cursor } from '../domain/engagement/agenda';
import type { ReviewOrder } from '../domain/review/order';
import { relabel } from './labels';
import { allDelivered, deliver } from './mail';
import { reviewWorkflowId } from './ids';
import { replanSignal, stopMonitoringSignal } from './messages';
import { goOn, isLong, type MonitoringInput } from './long-watch';
import { certain } from './proxies';
import type { reviewWorkflow } from './review';

const PLAN_AHEAD = 25;

/**
 * The course of runs that began before dates were done in turns: plans many dates ahead, sleeps from one to the next, and
 * sends its mails itself. The run after it goes in turns.
 */
export async function watchByPlan({ engagementId, cursor: start }: MonitoringInput): Promise<void> {
  let cursor = start;
  const watch: Watch = { stopped: false, stale: false };
  setHandler(replanSignal, () => void (watch.stale = true));
  setHandler(stopMonitoringSignal, () => void (watch.stopped = true));

  while (!isStopped(watch)) {
    watch.stale = false;
    const agenda = await certain.planAgenda({ engagementId, cursor, limit: PLAN_AHEAD });
    if (agenda.length === 0) await condition(() => isDisturbed(watch));
    cursor = await workOff({ engagementId, cursor }, groupByInstant(agenda), watch);
  }
  await condition(() => allHandlersFinished() && allDelivered());
}

/** Does one group after the other until something disturbs the plan; answers how far it came. */
async function workOff(
  { engagementId, cursor }: MonitoringInput,
  groups: readonly Due[],
  watch: Watch,
): Promise<Cursor> {
  let done = cursor;
  for (const due of groups) {
    if (!(await reached(due, watch))) break;
    watch.stale = (await perform(engagementId, due)) || watch.stale;
    done = { at: due[0].at, key: due.at(-1)?.key ?? '' };
    // A stop that came meanwhile is known to this run only.
    if (!isStopped(watch)) await renewIfLong({ engagementId, cursor: done });
  }
  return done;
}

/** What signals have said since the last plan. */
interface Watch {
  stopped: boolean;
  stale: boolean;
}

const isStopped = ({ stopped }: Watch): boolean => stopped;
const isDisturbed = ({ stopped, stale }: Watch): boolean => stopped || stale;

/** Sleeps until items are due; false when dates have moved or all is over. */
async function reached(due: Due, watch: Watch): Promise<boolean> {
  if (isDisturbed(watch)) return false;
  return !(await condition(() => isDisturbed(watch), untilDue(due), { summary: due[0].key }));
}

type Due = readonly [AgendaItem, ...AgendaItem[]];

/** Items of the same instant are done together, in one step. */
function groupByInstant(agenda: readonly AgendaItem[]): readonly Due[] {
  const groups: [AgendaItem, ...AgendaItem[]][] = [];
  for (const item of agenda) {
    const last = groups.at(-1);
    if (last && last[0].at === item.at) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** A date that passed while no worker ran is due at once; a zero timeout would not be a timer. */
const untilDue = ([{ at }]: Due): number => Math.max(1, at - Date.now());

/** Does what is due; true when dates have moved by it. */
async function perform(engagementId: string, due: Due): Promise<boolean> {
  const outcome = await certain.performAgenda({ engagementId, items: due, now: Date.now() });
  deliver(outcome.mails);
  for (const review of outcome.reviews) await startReview(review);
  if (outcome.relabel && patched('relabel')) await relabel(engagementId);
  return outcome.replan;
}

async function startReview(order: ReviewOrder): Promise<void> {
  await startChild<typeof reviewWorkflow>('reviewWorkflow', {
    workflowId: reviewWorkflowId(order.reviewId),
    args: [order],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${order.kind} review ${order.period}`,
  });
}

/** A run ends only when its mails are out, because their delivery belongs to it; until then it grows a little longer. */
async function renewIfLong(input: MonitoringInput): Promise<void> {
  if (isLong() && allDelivered()) await goOn(input);
}
