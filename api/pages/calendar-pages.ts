import { type RequestHandler, Router } from 'express';
import { calendarWarnings } from '../../domain/calendar/announced';
import { WEEKDAYS } from '../../domain/calendar/calendar';
import { CalendarKey } from '../../domain/calendar/schema';
import { upcomingDays, yearOf } from '../../domain/calendar/year';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import { hasRole } from '../../domain/people/people';
import { findCalendar, listCalendars, type StoredCalendar } from '../../db/stores/calendars';
import type { CalendarPage, CalendarRow } from '../../templates/calendar-page-data';
import { monthName } from '../../templates/format';
import { ADMIN_READERS, CALENDAR_WRITERS } from '../admin/access';
import { parseWith } from '../parse';
import { PLAIN_TIME } from '../save-calendar';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

const UPCOMING = 12;

/** Business calendars: the list, and the year of one with what is otherwise than the plain week. */
export function calendarPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (show: (visit: Visit) => Promise<unknown>): RequestHandler =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return show({ deps, requests, req, res, reader });
    });
  router.get('/admin/calendars', page(showList));
  router.get('/admin/calendars/:calendar', page(showCalendar));
  return router;
}

export async function calendarAt({ deps, req }: Visit): Promise<StoredCalendar> {
  const calendar = await findCalendar(deps.db, parseWith(CalendarKey, req.params['calendar'], 'NOT_FOUND'));
  if (!calendar) throw new DomainError('NOT_FOUND', 'There is no such calendar.');
  return calendar;
}

async function showList({ deps, requests, res, reader }: Visit): Promise<void> {
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  const now = deps.clock();
  const rows = (await listCalendars(deps.db)).map((stored) => rowOf(stored, now));
  const newHref = hasRole(reader.person, ...CALENDAR_WRITERS) ? '/admin/new-calendar' : null;
  sendPage(res, reader, { name: 'calendars', data: { shell, rows, newHref } });
}

function rowOf(stored: StoredCalendar, now: number): CalendarRow {
  const { key, title, calendar, origin, version, announcedUntil } = stored;
  const today = localDate(calendar.timeZone, now);
  return {
    ...{ href: `/admin/calendars/${key}`, key, title, version },
    timeZone: calendar.timeZone,
    shipped: origin === 'shipped',
    next: upcomingDays(calendar, today, 1)[0]?.date ?? null,
    unknownFrom: calendarWarnings(announcedUntil, today).length > 0 ? announcedUntil : null,
  };
}

async function showCalendar(visit: Visit): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const stored = await calendarAt(visit);
  const { calendar, source } = stored;
  const today = localDate(calendar.timeZone, deps.clock());
  const asked = /^20\d\d$/.exec(queryText(req, 'year'));
  const year = asked ? Number(asked[0]) : Number(today.slice(0, 4));
  const row = rowOf(stored, deps.clock());
  const mayWrite = hasRole(reader.person, ...CALENDAR_WRITERS) && stored.key !== PLAIN_TIME;
  const data: CalendarPage = {
    ...row,
    source,
    year,
    months: yearOf(calendar, year).map(({ month, weeks }) => ({
      heading: monthName(reader.locale, month),
      weeks: weeks.map((week) => week.map((day) => day && { ...day, today: day.date === today })),
    })),
    weekdays: WEEKDAYS.map((day, index) => ({ day, short: weekdayName(reader.locale, index) })),
    hours: WEEKDAYS.map((day) => ({
      day,
      text: (calendar.weekly[day] ?? []).map((pair) => pair.join('–')).join(', ') || null,
    })),
    upcoming: upcomingDays(calendar, today, UPCOMING).map(({ date, kind }) => ({ date, kind })),
    before: `${row.href}?year=${year - 1}`,
    after: `${row.href}?year=${year + 1}`,
    editHref: mayWrite ? `${row.href}/edit` : null,
    saved: queryText(req, 'saved') === '1',
  };
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, { nav: 'admin', title: stored.title ?? stored.key, todo });
  sendPage(res, reader, { name: 'calendar', data: { shell, ...data } });
}

/** 5 January 1970 was a Monday. */
const weekdayName = (locale: string, index: number): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'narrow' }).format(Date.UTC(1970, 0, 5 + index));
