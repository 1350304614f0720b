import { addMonthsClamped, daysBetween, parseDate } from './civil';
import { localDate, startOfDate } from './zone';

/** A calendar month `2026-10` or quarter `2026-Q3`. */
export type Period = string;
export type Frequency = 'monthly' | 'quarterly';

const MONTHS_PER_QUARTER = 3;
const isQuarter = (period: Period): boolean => period[5] === 'Q';

export const frequencyOf = (period: Period): Frequency => (isQuarter(period) ? 'quarterly' : 'monthly');
const lengthOf = (frequency: Frequency): number => (frequency === 'quarterly' ? MONTHS_PER_QUARTER : 1);

/** The period that contains a date. */
export function periodOfDate(date: string, frequency: Frequency): Period {
  const { month } = parseDate(date);
  const year = date.slice(0, 4);
  return frequency === 'monthly' ? date.slice(0, 7) : `${year}-Q${Math.ceil(month / MONTHS_PER_QUARTER)}`;
}

/** First date of a period, and the date that is no longer in it: [start, end). */
export function periodDates(period: Period): { readonly start: string; readonly end: string } {
  const year = period.slice(0, 4);
  const month = isQuarter(period) ? (Number(period.slice(6)) - 1) * MONTHS_PER_QUARTER + 1 : Number(period.slice(5));
  const start = `${year}-${String(month).padStart(2, '0')}-01`;
  return { start, end: addMonthsClamped(start, lengthOf(frequencyOf(period))) };
}

/** The same in instants of a time zone (epoch milliseconds). */
export function periodBounds(period: Period, zone: string): { readonly start: number; readonly end: number } {
  const { start, end } = periodDates(period);
  return { start: startOfDate(zone, start), end: startOfDate(zone, end) };
}

export const periodAt = (instant: number, zone: string, frequency: Frequency): Period =>
  periodOfDate(localDate(zone, instant), frequency);

/** The period n places later (earlier when n is negative). */
export function shiftPeriod(period: Period, n: number): Period {
  const frequency = frequencyOf(period);
  return periodOfDate(addMonthsClamped(periodDates(period).start, n * lengthOf(frequency)), frequency);
}

export const nextPeriod = (period: Period): Period => shiftPeriod(period, 1);
export const previousPeriod = (period: Period): Period => shiftPeriod(period, -1);

/** Calendar months from the end of one period to the end of another; months and quarters compare. */
export const monthsBetween = (earlier: Period, later: Period): number => lastMonth(later) - lastMonth(earlier);

/** Months since year 0 of the last month of a period. Leagues ask it of every card, so it counts without dates. */
export function lastMonth(period: Period): number {
  const inYear = isQuarter(period) ? Number(period.slice(6)) * MONTHS_PER_QUARTER : Number(period.slice(5));
  return Number(period.slice(0, 4)) * 12 + inYear - 1;
}

export interface ServicePeriod {
  readonly period: Period;
  /** First date that counts: later than the period's own first date where service began within it, earlier after a merger. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** The first period of a service: a first part shorter than half of its period is merged into the next one. */
export function firstServicePeriod(serviceStart: string, frequency: Frequency): ServicePeriod {
  const period = periodOfDate(serviceStart, frequency);
  const { start, end } = periodDates(period);
  const tooShort = daysBetween(serviceStart, end) * 2 < daysBetween(start, end);
  const kept = tooShort ? nextPeriod(period) : period;
  return { period: kept, from: serviceStart, to: periodDates(kept).end };
}

/** The n-th period of a service, counted from 0. */
export function servicePeriod(serviceStart: string, frequency: Frequency, n: number): ServicePeriod {
  const first = firstServicePeriod(serviceStart, frequency);
  if (n === 0) return first;
  const period = shiftPeriod(first.period, n);
  const { start, end } = periodDates(period);
  return { period, from: start, to: end };
}
