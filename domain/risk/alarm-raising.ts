import { dueAfter } from '../action-item/due';
import { dueOnDay } from '../action-item/marks';
import { addBusinessDays } from '../calendar/calendar';
import type { WorkCalendar } from '../calendar/schema';
import { localDate } from '../calendar/zone';
import { type FoundAlarm, millisOf, toInstantText } from './alarm';
import type { AlarmRecord } from './alarm-schema';
import type { RiskRules } from './rules-schema';

type AlarmRules = RiskRules['alarms'];
const DAY = 86_400_000;

/** How an alarm came about: for the first time, again soon after it was closed, or graver than it stands. */
export type Raising = 'opened' | 'reopened' | 'worsened';

type Newest = Pick<AlarmRecord, 'state' | 'severity' | 'closedAt'>;

/** What becomes of the newest alarm of a rule and subject when its reason is found again; null: it stands as it is. */
export function raisingOf(
  newest: Newest | null,
  { severity, now, reopenDays }: { severity: FoundAlarm['severity']; now: number; reopenDays: number },
): Raising | null {
  if (newest === null) return 'opened';
  if (newest.state !== 'closed') return newest.severity === 'amber' && severity === 'red' ? 'worsened' : null;
  const closedAt = newest.closedAt === null ? 0 : millisOf(newest.closedAt);
  return now - closedAt <= reopenDays * DAY ? 'reopened' : 'opened';
}

interface Clockwork {
  readonly calendar: WorkCalendar;
  readonly rules: AlarmRules;
  readonly now: number;
}

export interface Deadlines {
  /** Epoch milliseconds: the close of the last business day. */
  readonly ackDueAt: number;
  readonly planDueAt: number | null;
  /** When the missing acknowledgement is escalated. */
  readonly marks: readonly number[];
}

/** By when an alarm that is raised now is acknowledged and planned against. */
export function deadlinesOf(severity: FoundAlarm['severity'], { calendar, rules, now }: Clockwork): Deadlines {
  const { acknowledgeDays, planDays } = rules[severity];
  const ackDueAt = dueAfter(calendar, { from: now, days: acknowledgeDays });
  return {
    ackDueAt,
    planDueAt: planDays === null ? null : dueAfter(calendar, { from: now, days: planDays }),
    marks: escalationMarks(ackDueAt, { calendar, rules }),
  };
}

/** When a missed deadline is escalated: as it passes, then every few business days, a few times. Epoch milliseconds. */
export function escalationMarks(
  dueAt: number,
  { calendar, rules: { escalateAgain, escalateEveryDays } }: Pick<Clockwork, 'calendar' | 'rules'>,
): readonly number[] {
  const { timeZone } = calendar;
  const day = localDate(timeZone, dueAt);
  const again = Array.from({ length: escalateAgain }, (_, n) =>
    dueOnDay(timeZone, addBusinessDays(calendar, day, (n + 1) * escalateEveryDays)),
  );
  return [dueAt, ...again];
}

/** A standing or closed alarm raised once more: open again, with fresh deadlines and its history kept. */
export function raiseAgain(
  alarm: AlarmRecord,
  found: FoundAlarm,
  { how, deadlines, now }: { how: Exclude<Raising, 'opened'>; deadlines: Deadlines; now: number },
): AlarmRecord {
  const { ackDueAt, planDueAt, marks } = deadlines;
  // An alarm that nobody has acknowledged yet gains no time by getting worse.
  const ackBy = alarm.state === 'open' ? Math.min(ackDueAt, millisOf(alarm.ackDueAt)) : ackDueAt;
  const remark = { at: toInstantText(now), actorId: null, step: how, text: `${alarm.severity} → ${found.severity}` };
  return {
    ...alarm,
    severity: found.severity,
    evidence: found.evidence,
    state: 'open',
    comments: [...alarm.comments, remark],
    ackDueAt: toInstantText(ackBy),
    planDueAt: planDueAt === null ? null : toInstantText(planDueAt),
    ackBy: null,
    ackAt: null,
    closedAt: null,
    reopened: alarm.reopened + (how === 'reopened' ? 1 : 0),
    raised: alarm.raised + 1,
    marks: [ackBy, ...marks.slice(1)],
    marksDone: 0,
  };
}
