import data from 'chinese-days/dist/chinese-days.json';
import { version } from 'chinese-days/package.json';
import { type ShippedCalendar, workWeek, type Years } from './shipped-calendar';

const within =
  ({ from, until }: Years) =>
  (date: string): boolean =>
    date >= `${from}-01-01` && date <= `${until}-12-31`;

/**
 * Days off and make-up working days (调休) of mainland China as the State Council announces them, one year at a time.
 * The last year that has any day is the last one announced: New Year's Day is in every notice.
 */
export function china(years: Years): ShippedCalendar {
  const holidays = Object.keys(data.holidays).sort();
  const announced = holidays.filter((date) => date.endsWith('-01-01')).at(-1) ?? '';
  return {
    key: 'cn',
    title: 'China (mainland)',
    source: `chinese-days ${version}`,
    announcedUntil: `${announced.slice(0, 4)}-12-31`,
    calendar: {
      timeZone: 'Asia/Shanghai',
      weekly: workWeek(['09:00', '12:00'], ['13:00', '18:00']),
      holidays: holidays.filter(within(years)),
      workdays: Object.keys(data.workdays).sort().filter(within(years)),
    },
  };
}
