import { addMonthsClamped, daysBetween, parseDate } from './civil';
import { localDate, startOfDate } from './zone';

/** A calendar month `2026-10`, quarter `2026-Q3`, half-year `2026-H2` or year `2026`. */
export type Period = string;

/** From the shortest to the longest. */
export const FREQUENCIES = ['monthly', 'quarterly', 'half-yearly', 'yearly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Months of a period. */
const LENGTHS = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 } as const satisfies Record<Frequency, number>;
export const monthsOf = (frequency: Frequency): number => LENGTHS[frequency];

export function frequencyOf(period: Period): Frequency {
  if (period.length === 4) return 'yearly';
  return period[5] === 'Q' ? 'quarterly' : period[5] === 'H' ? 'half-yearly' : 'monthly';
}

/** Which one of its year a period is, counted from 1. */
const placeInYear = (period: Period): number => {
  const frequency = frequencyOf(period);
  return frequency === 'yearly' ? 1 : Number(period.slice(frequency === 'monthly' ? 5 : 6));
};

/** The period that contains a date. */
export function periodOfDate(date: string, frequency: Frequency): Period {
  const { month } = parseDate(date);
  const year = date.slice(0, 4);
  const place = Math.ceil(month / LENGTHS[frequency]);
  switch (frequency) {
    case 'monthly':
      return date.slice(0, 7);
    case 'quarterly':
      return `${year}-Q${place}`;
    case 'half-yearly':
      return `${year}-H${place}`;
    case 'yearly':
      return year;
  }
}

/** First date of a period, and the date that is no longer in it: [start, end). */
export function periodDates(period: Period): { readonly start: string; readonly end: string } {
  const months = LENGTHS[frequencyOf(period)];
  const month = (placeInYear(period) - 1) * months + 1;
  const start = `${period.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
  return { start, end: addMonthsClamped(start, months) };
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
  return periodOfDate(addMonthsClamped(periodDates(period).start, n * LENGTHS[frequency]), frequency);
}

export const nextPeriod = (period: Period): Period => shiftPeriod(period, 1);
export const previousPeriod = (period: Period): Period => shiftPeriod(period, -1);

/** Calendar months from the end of one period to the end of another; periods of every length compare. */
export const monthsBetween = (earlier: Period, later: Period): number => lastMonth(later) - lastMonth(earlier);

/** Months since year 0 of the last month of a period. Leagues ask it of every card, so it counts without dates. */
export const lastMonth = (period: Period): number =>
  Number(period.slice(0, 4)) * 12 + placeInYear(period) * LENGTHS[frequencyOf(period)] - 1;

/** Whether a period is another one or lies within it, whatever their lengths. */
export const isWithin = (inner: Period, outer: Period): boolean => {
  const after = lastMonth(outer) - lastMonth(inner);
  return after >= 0 && after + LENGTHS[frequencyOf(inner)] <= LENGTHS[frequencyOf(outer)];
};

/** All of those, the period itself among them. */
export function periodsWithin(outer: Period): readonly Period[] {
  const { start } = periodDates(outer);
  const length = LENGTHS[frequencyOf(outer)];
  return FREQUENCIES.filter((frequency) => LENGTHS[frequency] <= length).flatMap((frequency) => {
    const first = periodOfDate(start, frequency);
    return Array.from({ length: length / LENGTHS[frequency] }, (_, n) => shiftPeriod(first, n));
  });
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
