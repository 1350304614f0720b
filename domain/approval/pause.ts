import { addWorkingTime, businessTimeBetween } from '../calendar/business-time';
import { calendarOf } from './clock';
import type { Step } from './schema';
import type { RequestState, Task, TaskClock } from './state';

const MOMENTS = ['dueAt', 'remindAt', 'managerAt', 'adminAt', 'timeoutAt'] as const;

/** A clock in which nothing happens by itself until `presenceAt`. */
export const stoppedClock = (presenceAt: number | null): TaskClock => ({
  dueAt: null,
  remindAt: null,
  reminded: 0,
  lastRemindedAt: null,
  managerAt: null,
  adminAt: null,
  timeoutAt: null,
  presenceAt,
});

/** Only reminds: an opinion or an escalated copy has no escalation and no timeout of its own. */
export const remindingClock = (clock: TaskClock): TaskClock => ({
  ...clock,
  managerAt: null,
  adminAt: null,
  timeoutAt: null,
});

/** The clock of a task that stood still goes on with the working time that was left. */
export function resumedClock(state: RequestState, task: Task, { step, now }: { step: Step; now: number }): TaskClock {
  const { clock, pausedAt } = task;
  if (pausedAt === null) return clock;
  const calendar = calendarOf(state, step.sla?.calendar);
  const shifted = (moment: number | null): number | null => {
    if (moment === null) return null;
    if (moment <= pausedAt) return now;
    return addWorkingTime(calendar, now, businessTimeBetween(calendar, pausedAt, moment));
  };
  return { ...clock, ...Object.fromEntries(MOMENTS.map((name) => [name, shifted(clock[name])])) };
}
