import { CN_ANNOUNCED_UNTIL, CN_HOLIDAYS, CN_WORKDAYS } from './days-cn';
import { US_ANNOUNCED_UNTIL, US_HOLIDAYS } from './days-us';
import type { WorkCalendar } from './schema';

export interface BuiltinCalendar {
  readonly key: string;
  readonly title: string;
  /** Last date for which the holidays are known; null where there are none. */
  readonly announcedUntil: string | null;
  readonly calendar: WorkCalendar;
}

type Pair = [string, string];
const workWeek = (...hours: Pair[]): WorkCalendar['weekly'] => ({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
});
const wholeDay: Pair[] = [['00:00', '24:00']];

/** Calendars that ship ready; an organisation adds its own under other keys. */
export const BUILTIN_CALENDARS: readonly BuiltinCalendar[] = [
  {
    key: '24x7',
    title: 'Plain time',
    announcedUntil: null,
    calendar: {
      timeZone: 'UTC',
      weekly: { ...workWeek(...wholeDay), sat: wholeDay, sun: wholeDay },
      holidays: [],
      workdays: [],
    },
  },
  {
    key: 'cn',
    title: 'China (mainland)',
    announcedUntil: CN_ANNOUNCED_UNTIL,
    calendar: {
      timeZone: 'Asia/Shanghai',
      weekly: workWeek(['09:00', '12:00'], ['13:00', '18:00']),
      holidays: [...CN_HOLIDAYS],
      workdays: [...CN_WORKDAYS],
    },
  },
  {
    key: 'us',
    title: 'United States (federal)',
    announcedUntil: US_ANNOUNCED_UNTIL,
    calendar: {
      timeZone: 'America/New_York',
      weekly: workWeek(['09:00', '17:00']),
      holidays: [...US_HOLIDAYS],
      workdays: [],
    },
  },
];

export const builtinCalendar = (key: string): WorkCalendar | undefined =>
  BUILTIN_CALENDARS.find((builtin) => builtin.key === key)?.calendar;
