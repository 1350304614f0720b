import type { WorkCalendar } from '../../domain/calendar/schema';

/** A calendar that Tenure brings along. */
export interface ShippedCalendar {
  readonly key: string;
  readonly title: string;
  /** The library and its version that the holidays come from; null where there are none. */
  readonly source: string | null;
  /** The last date for which the holidays are known; null where there are none. */
  readonly announcedUntil: string | null;
  readonly calendar: WorkCalendar;
}

/** First and last year that are shipped. */
export interface Years {
  readonly from: number;
  readonly until: number;
}

type Hours = [string, string];

export const workWeek = (...hours: Hours[]): WorkCalendar['weekly'] => ({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
});
