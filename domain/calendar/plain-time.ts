import type { WorkCalendar } from './schema';

const wholeDay: [string, string][] = [['00:00', '24:00']];

/** The calendar `24x7`, in which every hour counts; what names no calendar runs by it. */
export const PLAIN_TIME: WorkCalendar = {
  timeZone: 'UTC',
  weekly: { mon: wholeDay, tue: wholeDay, wed: wholeDay, thu: wholeDay, fri: wholeDay, sat: wholeDay, sun: wholeDay },
  holidays: [],
  workdays: [],
};
