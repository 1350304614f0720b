import { addBusinessTime, addWorkingTime, businessTimeBetween } from '../calendar/business-time';
import { PLAIN_TIME } from '../calendar/plain-time';
import type { WorkCalendar } from '../calendar/schema';
import type { Step } from './schema';
import { isFrozen, isOpen, isTicking, type RequestState, type Task, type TaskClock } from './state';

const MANAGER_PERCENT = 150;
const ADMIN_PERCENT = 200;
/** Of the reminders of one task to one person, whatever moved them: half time, due time or `repeat`. */
const MAX_REMINDERS = 3;
const REPEAT = 'P1D';
const HOUR_MS = 3_600_000;

export const calendarOf = (state: RequestState, key: string | undefined): WorkCalendar =>
  state.calendars[key ?? '24x7'] ?? PLAIN_TIME;

/** All moments at which a task that becomes active now will want something. */
export function startClock(state: RequestState, step: Step, now: number): TaskClock {
  const none = { reminded: 0, lastRemindedAt: null, managerAt: null, adminAt: null, timeoutAt: null, presenceAt: null };
  const { sla } = step;
  if (!sla) return { ...none, dueAt: null, remindAt: firstRepeat(state, step, now) };
  const calendar = calendarOf(state, sla.calendar);
  const dueAt = addBusinessTime(calendar, now, sla.duration);
  const at = (percent: number | null): number | null =>
    percent === null ? null : slaPoint(calendar, { now, dueAt }, percent);
  const acts = step.timeout && step.timeout.action !== 'none';
  return {
    ...none,
    dueAt,
    remindAt: maxReminders(step) > 0 ? at(50) : null,
    managerAt: at(percentOf(step, 'managerAtPercent', MANAGER_PERCENT)),
    adminAt: at(percentOf(step, 'adminAtPercent', ADMIN_PERCENT)),
    timeoutAt: acts ? dueAt : null,
  };
}

/** The moment at which a share of the SLA's working time has passed; it lies within working time. */
function slaPoint(calendar: WorkCalendar, { now, dueAt }: { now: number; dueAt: number }, percent: number): number {
  return addWorkingTime(calendar, now, Math.round((businessTimeBetween(calendar, now, dueAt) * percent) / 100));
}

function percentOf({ escalation }: Step, name: 'managerAtPercent' | 'adminAtPercent', usual: number): number | null {
  if (escalation === false) return null;
  const given = escalation?.[name];
  return given === undefined ? usual : given;
}

const maxReminders = ({ reminders }: Step): number => reminders?.max ?? MAX_REMINDERS;

const firstRepeat = (state: RequestState, step: Step, now: number): number | null =>
  step.reminders && maxReminders(step) > 0 ? afterRepeat(state, step, now) : null;

const afterRepeat = (state: RequestState, step: Step, from: number): number =>
  addBusinessTime(calendarOf(state, step.sla?.calendar), from, step.reminders?.repeat ?? REPEAT);

/**
 * The clock once a reminder's moment has come; the reminder goes out when `reminded` has grown. One that would follow the
 * last one too closely is left out and does not count. Then due time follows, then every `repeat`.
 */
export function afterReminder(state: RequestState, step: Step, { task, now }: { task: Task; now: number }): TaskClock {
  const { clock } = task;
  const planned = clock.dueAt !== null && clock.dueAt > now ? clock.dueAt : afterRepeat(state, step, now);
  const earliest = endOfGap(state, task);
  // Where `repeat` is shorter than the gap, waiting for the end of the gap saves waking up for nothing.
  if (now < earliest) return { ...clock, remindAt: Math.max(planned, earliest) };
  const reminded = clock.reminded + 1;
  return { ...clock, reminded, lastRemindedAt: now, remindAt: reminded < maxReminders(step) ? planned : null };
}

/** Until when a person was reminded of a task so lately (`minGap`) that another reminder is too soon; urging reminds as well. */
function endOfGap(state: RequestState, { clock, urgedAt }: Task): number {
  const { minGap, calendar } = state.policy?.settings ?? {};
  const last = Math.max(clock.lastRemindedAt ?? -Infinity, urgedAt ?? -Infinity);
  return minGap === undefined || last === -Infinity ? last : addBusinessTime(calendarOf(state, calendar), last, minGap);
}

/** The next moment at which something must happen by itself; null when only people can move the request. */
export function nextWakeAt(state: RequestState): number | null {
  if (isFrozen(state)) return null;
  if (state.status === 'pending' && typeof state.coolingOffUntil === 'number') return state.coolingOffUntil;
  const moments = [
    ...(state.status === 'pending' || state.status === 'draft' ? [state.expiresAt] : []),
    ...(state.status === 'pending' ? pendingMoments(state) : []),
    resubmitUntil(state),
  ].filter((moment) => moment !== null);
  return moments.length > 0 ? Math.min(...moments) : null;
}

function pendingMoments(state: RequestState): readonly (number | null)[] {
  const tasks = state.tasks.filter((task) => isTicking(task) && task.seeking === null);
  return [
    ...state.tasks.filter(isOpen).map(({ clock }) => clock.presenceAt),
    ...tasks.flatMap(({ clock }) => [clock.remindAt, clock.managerAt, clock.adminAt, clock.timeoutAt]),
    ...state.runs.flatMap(({ status, closesAt, retryAt }) =>
      status === 'active' ? [closesAt] : status === 'waiting' ? [retryAt] : [],
    ),
  ];
}

const RESUBMIT_MS = 30 * 24 * HOUR_MS;

/** How long a withdrawn request that belongs to no gate may be submitted again. */
export const resubmitUntil = (state: RequestState): number | null =>
  state.status === 'withdrawn' && state.gate === null && state.closedAt !== null ? state.closedAt + RESUBMIT_MS : null;

/** Nothing can happen to the request any more. */
export function isOver(state: RequestState, now: number): boolean {
  if (state.status === 'pending' || state.status === 'draft') return false;
  const until = resubmitUntil(state);
  return until === null || now >= until;
}

export const RETRY_MS = HOUR_MS;
