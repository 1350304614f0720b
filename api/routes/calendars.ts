import { z } from 'zod';
import { calendarWarnings } from '../../domain/calendar/announced';
import { CalendarBody, CalendarKey, WorkCalendar } from '../../domain/calendar/schema';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import { findCalendar, listCalendars, type StoredCalendar } from '../../db/stores/calendars';
import { CALENDAR_WRITERS } from '../admin/access';
import { etagOf } from '../precondition';
import { pageOf, wholeOf } from '../paging';
import { ok, type Reply, type Route, route } from '../route';
import { saveCalendar } from '../save-calendar';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ key: CalendarKey });
type Params = z.infer<typeof Params>;
const CalendarView = z.strictObject({
  key: z.string(),
  version: z.int(),
  title: z.string().nullable(),
  origin: z.enum(['shipped', 'own']),
  source: z.string().nullable(),
  announcedUntil: z.string().nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  calendar: WorkCalendar,
});

const viewOf = (stored: StoredCalendar, now: number): z.infer<typeof CalendarView> => ({
  ...stored,
  warnings: [...calendarWarnings(stored.announcedUntil, localDate(stored.calendar.timeZone, now))],
});

const answer = (stored: StoredCalendar, now: number): Reply => ok(viewOf(stored, now), etagOf(stored.version));

export const calendarRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), put(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/calendars',
    summary: 'Business calendars, with a warning where holidays of the coming year are not announced yet',
    tag: 'People',
    access: 'insiders',
    answers: { 200: pageOf(CalendarView) },
    handle: async ({ now }) => ok(wholeOf((await listCalendars(db)).map((stored) => viewOf(stored, now)))),
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/calendars/{key}',
    summary: 'One business calendar',
    tag: 'People',
    access: 'insiders',
    params: Params,
    answers: { 200: CalendarView },
    handle: async ({ params, now }) => {
      const calendar = await findCalendar(db, params.key);
      if (!calendar) throw new DomainError('NOT_FOUND', 'There is no such calendar.');
      return answer(calendar, now);
    },
  });

const put = ({ db }: Deps): Route =>
  route<Params, unknown, CalendarBody>({
    method: 'put',
    path: '/calendars/{key}',
    summary: 'Set a business calendar: hours, holidays and make-up days',
    tag: 'People',
    access: CALENDAR_WRITERS,
    params: Params,
    body: CalendarBody,
    answers: { 200: CalendarView },
    conditional: true,
    handle: async (call) => answer(await saveCalendar(db, call, { key: call.params.key, body: call.body }), call.now),
  });
