import type { WorkCalendar } from './schema';

/** Zones of the countries whose calendars ship; a name that ends in a slash stands for all zones below it. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  cn: ['Asia/Shanghai', 'Asia/Chongqing', 'Asia/Harbin', 'Asia/Urumqi', 'PRC'],
  de: ['Europe/Berlin', 'Europe/Busingen'],
  fr: ['Europe/Paris'],
  gb: ['Europe/London', 'GB'],
  hk: ['Asia/Hong_Kong', 'Hongkong'],
  in: ['Asia/Kolkata', 'Asia/Calcutta'],
  jp: ['Asia/Tokyo', 'Japan'],
  sg: ['Asia/Singapore', 'Singapore'],
  us: [
    ...['US/', 'America/Indiana/', 'America/Kentucky/', 'America/North_Dakota/'],
    ...['America/New_York', 'America/Detroit', 'America/Chicago', 'America/Menominee', 'America/Denver'],
    ...['America/Boise', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'America/Juneau'],
    ...['America/Sitka', 'America/Metlakatla', 'America/Yakutat', 'America/Nome', 'America/Adak', 'Pacific/Honolulu'],
  ],
};

const covers = (zone: string, timeZone: string): boolean =>
  zone.endsWith('/') ? timeZone.startsWith(zone) : timeZone === zone;

/** Key of the country calendar by which people in a time zone work; null where none ships. */
export const calendarKeyFor = (timeZone: string): string | null =>
  Object.keys(ZONES).find((key) => ZONES[key]?.some((zone) => covers(zone, timeZone))) ?? null;

/** The working days of a zone: its country's, or Monday to Friday, always in the zone itself. */
export const workCalendarFor = (timeZone: string, country: WorkCalendar | null): WorkCalendar => ({
  ...(country ?? WEEKDAYS),
  timeZone,
});

const OFFICE: [string, string][] = [['09:00', '17:00']];
const WEEKDAYS: WorkCalendar = {
  timeZone: 'UTC',
  weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: [],
  workdays: [],
};
