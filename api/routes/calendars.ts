import { z } from 'zod';
import { CalendarKey, WorkCalendar } from '../../domain/calendar/schema';
import { DomainError } from '../../domain/errors';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findCalendar, listCalendars, saveCalendar } from '../../db/stores/calendars';
import { inTransaction } from '../../db/transaction';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ key: CalendarKey });
type Params = z.infer<typeof Params>;
const CalendarView = z.strictObject({ key: z.string(), version: z.int(), calendar: WorkCalendar });

export const calendarRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), put(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/calendars',
    summary: 'Business calendars; version 0 is one that ships',
    tag: 'People',
    access: 'insiders',
    answers: { 200: z.array(CalendarView) },
    handle: async () => ok(await listCalendars(db)),
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
    handle: async ({ params }) => {
      const calendar = await findCalendar(db, params.key);
      if (!calendar) throw new DomainError('NOT_FOUND', 'There is no such calendar.');
      return ok(calendar);
    },
  });

const put = ({ db }: Deps): Route =>
  route<Params, unknown, WorkCalendar>({
    method: 'put',
    path: '/calendars/{key}',
    summary: 'Set a business calendar: hours, holidays and make-up days',
    tag: 'People',
    access: ['admin', 'manager'],
    params: Params,
    body: WorkCalendar,
    answers: { 200: CalendarView },
    handle: async ({ params, body, actor, channel, now, requestId }) => {
      if (params.key === '24x7')
        throw new DomainError('STATE_CONFLICT', 'The calendar 24x7 is plain time and stays so.');
      const version = await inTransaction(db, async (trx) => {
        const saved = await saveCalendar(trx, params.key, { calendar: body, now });
        await appendAudit(trx, MASTER_STREAM, [
          {
            key: `calendar:${requestId}`,
            at: now,
            type: 'calendar.saved',
            actorId: actor.id,
            channel,
            payload: { key: params.key, version: saved },
          },
        ]);
        return saved;
      });
      return ok({ key: params.key, version, calendar: body });
    },
  });
