import { addBusinessTime, businessTimeBetween } from '../calendar/business-time';
import type { WorkCalendar } from '../calendar/schema';
import type { Step } from './schema';
import type { RequestState, TaskClock } from './state';

const MANAGER_PERCENT = 150;
const ADMIN_PERCENT = 200;
const MAX_REMINDERS = 3;
const REPEAT = 'P1D';
const HOUR_MS = 3_600_000;

const PLAIN_TIME: WorkCalendar = {
  timeZone: 'UTC',
  weekly: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00'] as [string, string]]]),
  ),
  holidays: [],
  workdays: [],
};

export const calendarOf = (state: RequestState, key: string | undefined): WorkCalendar =>
  state.calendars[key ?? '24x7'] ?? PLAIN_TIME;

/** All moments at which a task that becomes active now will want something. */
export function startClock(state: RequestState, step: Step, now: number): TaskClock {
  const none = { reminded: 0, lastRemindedAt: null, managerAt: null, adminAt: null, timeoutAt: null };
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
  const seconds = (businessTimeBetween(calendar, now, dueAt) * percent) / 100 / 1000;
  return addBusinessTime(calendar, now, `PT${seconds.toFixed(3)}S`);
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

/** The clock after a reminder: half time, due time, then every `repeat`, with at least `minGap` between two. */
export function afterReminder(
  state: RequestState,
  step: Step,
  { clock, now }: { clock: TaskClock; now: number },
): TaskClock {
  const reminded = clock.reminded + 1;
  const minGap = state.policy?.settings.minGap;
  const planned =
    reminded === 1 && clock.dueAt !== null && clock.dueAt > now ? clock.dueAt : afterRepeat(state, step, now);
  const earliest = minGap === undefined ? planned : addBusinessTime(PLAIN_TIME, now, minGap);
  const more = reminded < maxReminders(step);
  return { ...clock, reminded, lastRemindedAt: now, remindAt: more ? Math.max(planned, earliest) : null };
}

/** The next moment at which something must happen by itself; null when only people can move the request. */
export function nextWakeAt(state: RequestState): number | null {
  const moments = [
    ...(state.status === 'pending' || state.status === 'draft' ? [state.expiresAt] : []),
    ...(state.status === 'pending' ? pendingMoments(state) : []),
    resubmitUntil(state),
  ].filter((moment) => moment !== null);
  return moments.length > 0 ? Math.min(...moments) : null;
}

function pendingMoments(state: RequestState): readonly (number | null)[] {
  const tasks = state.tasks.filter(({ status, seeking }) => status === 'active' && seeking === null);
  return [
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
