import { addDays } from '../calendar/civil';
import { periodDates, type Period } from '../calendar/periods';
import { startOfDate } from '../calendar/zone';
import { daysServed, type Rest } from '../contract/fee-of-days';

/** Days on which a service stands still: [since, until), and the instants at which somebody said so. */
export interface Suspension extends Rest {
  readonly suspendedAt: number;
  /** Null while it lasts, as `until` is. */
  readonly resumedAt: number | null;
}

interface Served {
  /** First day of service; null before there is any. */
  readonly liveOn: string | null;
  /** First day without service, as far as it is known. */
  readonly serviceEnd: string | null;
}

/** Whether a period has days of service, and every one of them was suspended: nobody can be measured by it. */
export function isWhollySuspended(period: Period, rests: readonly Rest[], { liveOn, serviceEnd }: Served): boolean {
  const { start, end } = periodDates(period);
  const from = liveOn !== null && liveOn > start ? liveOn : start;
  const to = serviceEnd !== null && serviceEnd < end ? serviceEnd : end;
  return from < to && daysServed({ from, to }, rests) === 0;
}

/** The end of the service ends what stands still: what was served before is collected then. */
export const endedWith = ({
  suspensions = [],
  serviceEnd,
  timeZone,
}: {
  readonly suspensions?: readonly Suspension[];
  readonly serviceEnd: string | null;
  readonly timeZone: string;
}): readonly Suspension[] =>
  suspensions.map((one) =>
    serviceEnd !== null && one.since <= serviceEnd && (one.until === null || one.until > serviceEnd)
      ? { ...one, until: serviceEnd, resumedAt: startOfDate(timeZone, serviceEnd) }
      : one,
  );

/** From when on the values of a period are collected, or its review is made ready. */
export interface Begin {
  readonly on: string;
  readonly at: number;
  /** Whether a suspension has put it off. */
  readonly again: boolean;
}

/**
 * A collection that a suspension falls into begins anew when the service goes on, so that nothing of a period that was
 * served is lost; null while nobody knows when that is. `closeOf` says when a collection that begins on a day is over.
 */
export function collectionBegin(
  suspensions: readonly Suspension[],
  first: Begin,
  closeOf: (on: string) => number,
): Begin | null {
  let begin = first;
  for (const { suspendedAt, resumedAt, until } of suspensions) {
    const isTouched = suspendedAt <= closeOf(begin.on) && (resumedAt === null || resumedAt > begin.at);
    if (!isTouched) continue;
    if (until === null || resumedAt === null) return null;
    begin = { on: until, at: resumedAt, again: true };
  }
  return begin;
}

/** How long after its end a suspension may still hold collections. */
const PUT_OFF_DAYS = 60;

/** From which day on collections may lie ahead on another: those that a long suspension has put off are older than the rest. */
export const collectedFrom = (suspensions: readonly Suspension[], day: string): string =>
  suspensions
    .filter(({ until }) => until === null || until > addDays(day, -PUT_OFF_DAYS))
    .reduce((oldest, { since }) => (since < oldest ? since : oldest), day);
