import { upcomingDays, yearOf } from '../../domain/calendar/year';
import type { CalendarRow } from '../calendar-page-data';
import { monthName } from '../format';
import type { PageData, Shell } from '../page-data';
import type { Say } from './pages';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const OFFICE: [string, string][] = [['09:00', '18:00']];
const CALENDAR = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-12-31'],
  workdays: ['2026-10-10', '2026-11-28'],
};

/** The list of calendars, and the year of one whose later holidays nobody has announced yet. */
export function calendarSamples(say: Say, shell: Shell): Pick<PageData, 'calendars' | 'calendar'> {
  const admin = { ...shell, nav: 'admin' } as const;
  const row: CalendarRow = {
    ...{ href: '#', key: 'cn', title: say('中国大陆', 'Mainland China'), version: 3, timeZone: 'Asia/Shanghai' },
    ...{ shipped: true, next: '2026-11-28', unknownFrom: '2026-12-31' },
  };
  return {
    calendars: {
      shell: admin,
      rows: [row, { ...row, key: 'plant', title: null, shipped: false, next: null, unknownFrom: null }],
      newHref: '#',
    },
    calendar: {
      ...{ shell: admin, ...row, year: 2026, before: '#', after: '#', editHref: '#', saved: true },
      source: say('国务院办公厅通知', 'State Council notice'),
      months: yearOf(CALENDAR, 2026).map(({ month, weeks }) => ({
        heading: say(monthName('zh-CN', month), monthName('en', month)),
        weeks: weeks.map((week) => week.map((day) => day && { ...day, today: day.date === '2026-11-24' })),
      })),
      weekdays: DAYS.map((day, index) => ({
        day,
        short: say('一二三四五六日'.charAt(index), 'MTWTFSS'.charAt(index)),
      })),
      hours: DAYS.map((day, index) => ({ day, text: index < 5 ? '09:00–18:00' : null })),
      upcoming: upcomingDays(CALENDAR, '2026-11-24', 12).map(({ date, kind }) => ({ date, kind })),
    },
  };
}
