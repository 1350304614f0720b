import { median } from 'simple-statistics';
import { businessTimeBetween } from '../calendar/business-time';
import type { WorkCalendar } from '../calendar/schema';
import type { Pace } from './our-pace-schema';

/** Something that waited for us, and how it ended; epoch milliseconds. */
export interface Waited {
  readonly askedAt: number;
  readonly answeredAt: number;
}

const HOUR = 3_600_000;

/** How long things waited for us: the median in hours of business time, to two decimals; null where nothing did. */
export function paceOf(waits: readonly Waited[], calendar: WorkCalendar): Pace {
  const hours = waits.map(({ askedAt, answeredAt }) => businessTimeBetween(calendar, askedAt, answeredAt) / HOUR);
  return { n: hours.length, medianHours: hours.length === 0 ? null : Math.round(median(hours) * 100) / 100 };
}

/** The share that was done by its date, in basis points; null where nothing had one. */
export function onTimeBp(done: readonly { readonly endedAt: number; readonly dueAt: number | null }[]): number | null {
  const dated = done.filter(({ dueAt }) => dueAt !== null);
  if (dated.length === 0) return null;
  const kept = dated.filter(({ endedAt, dueAt }) => dueAt !== null && endedAt <= dueAt);
  return Math.round((kept.length * 10_000) / dated.length);
}

/** What ended within a span [from, to). */
export const endedWithin = (
  waits: readonly Waited[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly Waited[] => waits.filter(({ answeredAt }) => answeredAt >= from && answeredAt < to);
