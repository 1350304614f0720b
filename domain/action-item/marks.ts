import { toInstant } from '../calendar/zone';

/** Days before the due date on which an open item is recalled where nothing else is said. */
const REMIND_DAYS = [7, 1] as const;
/** Days after the due date on which it is escalated; then its list shows it, and no mail does any good. */
const OVERDUE_DAYS = [0, 7, 14, 28] as const;
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
}

/** What is due on a day is due at its close of business. Epoch milliseconds. */
export const dueOnDay = (timeZone: string, date: string): number =>
  toInstant(timeZone, { date, msOfDay: CLOSE_OF_BUSINESS });

/** Instants on which an open item is recalled and, from the due date on, escalated; first to last. */
export function marksOf({ opensAt, dueAt, remindDays = REMIND_DAYS }: Span): readonly number[] {
  const before = remindDays.filter((days) => days > 0).map((days) => dueAt - days * DAY - TO_MORNING);
  const after = OVERDUE_DAYS.map((days) => dueAt + days * DAY);
  return [...new Set([...before, ...after])].filter((at) => at > opensAt || at >= dueAt).sort((a, b) => a - b);
}
