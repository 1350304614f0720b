import { builtinCalendar } from './builtin';
import type { WorkCalendar } from './schema';

const CHINA = new Set(['Asia/Shanghai', 'Asia/Chongqing', 'Asia/Harbin', 'Asia/Urumqi', 'PRC']);

/** Key of the country calendar by which people in a time zone work; null where none ships. */
export const calendarKeyFor = (timeZone: string): string | null =>
  CHINA.has(timeZone) ? 'cn' : timeZone.startsWith('America/') || timeZone.startsWith('US/') ? 'us' : null;

/** The working days of a zone: its country's, or Monday to Friday, always in the zone itself. */
export function workCalendarFor(
  timeZone: string,
  known: (key: string) => WorkCalendar | undefined = builtinCalendar,
): WorkCalendar {
  const key = calendarKeyFor(timeZone);
  const base = (key === null ? undefined : known(key)) ?? WEEKDAYS;
  return { ...base, timeZone };
}

const OFFICE: [string, string][] = [['09:00', '17:00']];
const WEEKDAYS: WorkCalendar = {
  timeZone: 'UTC',
  weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: [],
  workdays: [],
};
