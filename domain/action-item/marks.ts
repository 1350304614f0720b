import { toInstant } from '../calendar/zone';

/** Days before the due date on which an open item is recalled where nothing else is said. */
const REMIND_DAYS = [7, 1] as const;
/** Days after the due date on which it is escalated; then its list shows it, and no mail does any good. */
const OVERDUE_DAYS = [0, 7, 14, 28] as const;
/** The same for a deadline of hours. */
const OVERDUE_HOURS = [0, 4, 24, 72] as const;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const CLOSE_OF_BUSINESS = 18 * HOUR;
/** From close of business back to the morning of the same day. */
const TO_MORNING = 9 * HOUR;

interface Span {
  /** Epoch milliseconds. */
  readonly opensAt: number;
  readonly dueAt: number;
  readonly remindDays?: readonly number[];
  /** Where the deadline is one of hours, in place of the days: hours before it on which the item is recalled. */
  readonly remindHours?: readonly number[];
}

/** What is due on a day is due at its close of business. Epoch milliseconds. */
export const dueOnDay = (timeZone: string, date: string): number =>
  toInstant(timeZone, { date, msOfDay: CLOSE_OF_BUSINESS });

/** Instants on which an open item is recalled and, from the due date on, escalated; first to last. */
export function marksOf(span: Span): readonly number[] {
  const { opensAt, dueAt } = span;
  const marks = [...new Set(span.remindHours ? hourMarks(dueAt, span.remindHours) : dayMarks(span))];
  return marks.filter((at) => at > opensAt || at >= dueAt).sort((a, b) => a - b);
}

const dayMarks = ({ dueAt, remindDays = REMIND_DAYS }: Span): readonly number[] => [
  ...remindDays.filter((days) => days > 0).map((days) => dueAt - days * DAY - TO_MORNING),
  ...OVERDUE_DAYS.map((days) => dueAt + days * DAY),
];

const hourMarks = (dueAt: number, remindHours: readonly number[]): readonly number[] => [
  ...remindHours.map((hours) => dueAt - hours * HOUR),
  ...OVERDUE_HOURS.map((hours) => dueAt + hours * HOUR),
];
