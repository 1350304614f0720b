import { addBusinessDays } from '../calendar/calendar';
import type { WorkCalendar } from '../calendar/schema';
import { localDate, toInstant } from '../calendar/zone';
import type { MeetingDates } from './meeting';

/** Meetings that nobody has moved begin at this time of the day. */
export const MEETING_TIME = 10 * 3_600_000;

/** Business days after the meeting: minutes are due, both sides should have approved them, nobody has said that it was held. */
const AFTER = { minutes: 3, approval: 5, missed: 10 } as const;
/** To read what was written after the minutes were due. */
const READING_DAYS = 2;

interface Where {
  readonly calendar: WorkCalendar;
  readonly timeZone: string;
}

const day = ({ calendar, timeZone }: Where, at: number, days: number): number =>
  toInstant(timeZone, { date: addBusinessDays(calendar, localDate(timeZone, at), days), msOfDay: MEETING_TIME });

/** What is owed after a meeting that was set to an instant. */
export const datesAfter = (where: Where, meetingAt: number): MeetingDates => ({
  meetingAt,
  minutesDueAt: day(where, meetingAt, AFTER.minutes),
  approvalDueAt: day(where, meetingAt, AFTER.approval),
  missedAt: day(where, meetingAt, AFTER.missed),
});

/** Minutes that were written late leave the sides time to read them. */
export const approvalAfterMinutes = (where: Where, { dueAt, now }: { dueAt: number; now: number }): number =>
  Math.max(dueAt, day(where, now, READING_DAYS));
