import { IANAZone } from 'luxon';
import { DAY_MS, toDate, toDayNumber } from './civil';

/** A wall-clock moment in some time zone. */
export interface LocalMoment {
  readonly date: string;
  /** Milliseconds since local midnight, 0 … 86 400 000 (the last one is the midnight that ends the day). */
  readonly msOfDay: number;
}

/** Offsets that were looked up: it is slow, and plans ask for the same midnights over and over. */
const lookedUp = new Map<string, number>();
const MOST_LOOKED_UP = 10_000;

function offsetMs(zone: string, instant: number): number {
  const key = `${zone} ${instant}`;
  const known = lookedUp.get(key);
  if (known !== undefined) return known;
  if (lookedUp.size >= MOST_LOOKED_UP) lookedUp.clear();
  const offset = Math.round(IANAZone.create(zone).offset(instant) * 60_000);
  lookedUp.set(key, offset);
  return offset;
}

export function toLocal(zone: string, instant: number): LocalMoment {
  const local = instant + offsetMs(zone, instant);
  const day = Math.floor(local / DAY_MS);
  return { date: toDate(day), msOfDay: local - day * DAY_MS };
}

export const localDate = (zone: string, instant: number): string => toLocal(zone, instant).date;

/**
 * The instant of a wall-clock moment. Where clocks jump forward over it, the first valid instant after the gap;
 * where clocks are set back and it happens twice, the first occurrence.
 */
export function toInstant(zone: string, { date, msOfDay }: LocalMoment): number {
  const local = toDayNumber(date) * DAY_MS + msOfDay;
  // Offsets lie within ±14 h, so a day earlier and a day later are safely on either side of the transition.
  const before = offsetMs(zone, local - DAY_MS);
  const after = offsetMs(zone, local + DAY_MS);
  const valid = [local - before, local - after].filter((instant) => instant + offsetMs(zone, instant) === local);
  return valid.length > 0 ? Math.min(...valid) : endOfGap(zone, local - after, local - before);
}

/** The instant at which the clocks jumped, found between an instant before the jump and one after it. */
function endOfGap(zone: string, early: number, late: number): number {
  const offsetAfter = offsetMs(zone, late);
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === offsetAfter) high = middle;
    else low = middle;
  }
  return high;
}

/** Local midnight that begins a date (or the first instant of the date where midnight does not exist). */
export const startOfDate = (zone: string, date: string): number => toInstant(zone, { date, msOfDay: 0 });

/** Turns wall-clock moments, given as day number and milliseconds since midnight, into instants. */
export type Clock = (dayNumber: number, msOfDay: number) => number;

/**
 * A clock for a few days in a row. Looking up an offset is slow, so it is done once where clocks do not change in between:
 * no zone changes its clocks and changes them back within a week.
 */
export function clockFor(zone: string, firstDay: number, days: number): Clock {
  const offset = offsetMs(zone, (firstDay - 1) * DAY_MS);
  const isSteady = offsetMs(zone, (firstDay + days + 1) * DAY_MS) === offset;
  return isSteady
    ? (dayNumber, msOfDay) => dayNumber * DAY_MS + msOfDay - offset
    : (dayNumber, msOfDay) => toInstant(zone, momentOf(dayNumber, msOfDay));
}

/** The midnight that ends a day is the one that begins the next. */
const momentOf = (dayNumber: number, msOfDay: number): LocalMoment =>
  msOfDay === DAY_MS ? { date: toDate(dayNumber + 1), msOfDay: 0 } : { date: toDate(dayNumber), msOfDay };
