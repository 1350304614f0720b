import { openCalendar } from './calendar';
import { toDayNumber } from './civil';
import type { WorkCalendar } from './schema';
import { clockFor } from './zone';

type Span = readonly [opens: number, closes: number];

/**
 * Hours of a date (ours) during which people of both calendars work, to the minute. Each side keeps its own days off, and
 * the answer moves where one of them changes its clocks and the other does not.
 */
export function sharedHours(ours: WorkCalendar, theirs: WorkCalendar, date: string): number {
  const day = toDayNumber(date);
  const mine = spansOf(ours, day, day);
  // Their working days that touch our date may be a day earlier or later by their own calendar.
  const others = spansOf(theirs, day - 1, day + 1);
  const shared = mine.flatMap((one) => others.map((other) => overlapMs(one, other)));
  return Math.round(shared.reduce((total, ms) => total + ms, 0) / 60_000) / 60;
}

function spansOf(calendar: WorkCalendar, first: number, last: number): readonly Span[] {
  const { timeZone, windowsOn } = openCalendar(calendar);
  const clock = clockFor(timeZone, first, last - first + 1);
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return days.flatMap((day) => windowsOn(day).map(([opens, closes]): Span => [clock(day, opens), clock(day, closes)]));
}

const overlapMs = ([from, to]: Span, [opens, closes]: Span): number =>
  Math.max(0, Math.min(to, closes) - Math.max(from, opens));
