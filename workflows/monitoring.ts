import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { AgendaItem } from '../domain/engagement/agenda';
import { relabel } from './labels';
import { goOn, isLong, type MonitoringInput } from './long-watch';
import { replanSignal, stopMonitoringSignal } from './messages';
import { watchByPlan } from './planned-watch';
import { certain } from './proxies';

export type { MonitoringInput } from './long-watch';

/** Keeps an engagement watched: whatever comes round by itself is done on its date. */
export const monitoringWorkflow = (input: MonitoringInput): Promise<void> =>
  input.inTurns ? watchInTurns(input) : watchByPlan(input);

/**
 * A turn does what has come and finds what comes next; until then the run sleeps. So each date costs one timer and one step,
 * and what comes next is what the records say when the turn is done.
 */
async function watchInTurns({ engagementId, cursor: start }: MonitoringInput): Promise<void> {
  const heard = { stop: false, replan: false };
  setHandler(replanSignal, () => void (heard.replan = true));
  setHandler(stopMonitoringSignal, () => void (heard.stop = true));
  const isDisturbed = (): boolean => heard.stop || heard.replan;

  let cursor = start;
  for (let due: readonly AgendaItem[] = []; !isStopped(heard);) {
    heard.replan = false;
    const { next, relabel: labelsMoved } = await certain.takeTurn({ engagementId, cursor, due, now: Date.now() });
    const last = due.at(-1);
    if (last) cursor = { at: last.at, key: last.key };
    if (labelsMoved) await relabel(engagementId);
    // A stop that came meanwhile is known to this run only.
    if (!isStopped(heard) && isLong()) await goOn({ engagementId, cursor });
    due = (await sleptUntil(next, isDisturbed)) ? next : [];
  }
  await condition(allHandlersFinished);
}

const isStopped = ({ stop }: { readonly stop: boolean }): boolean => stop;

/** Whether the time of the items has come; false when something was heard before. */
async function sleptUntil(next: readonly AgendaItem[], isDisturbed: () => boolean): Promise<boolean> {
  const [first] = next;
  if (isDisturbed()) return false;
  if (!first) return condition(isDisturbed).then(() => false);
  if (first.at <= Date.now()) return true;
  return !(await condition(isDisturbed, first.at - Date.now(), { summary: first.key }));
}
