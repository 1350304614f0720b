import type { CalendarBody } from '../domain/calendar/schema';
import { DomainError } from '../domain/errors';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import { lockCalendar, saveOwnCalendar, type StoredCalendar } from '../db/stores/calendars';
import type { Db } from '../db/knex';
import { inTransaction } from '../db/transaction';
import { checkIfMatch } from './precondition';
import type { Call } from './route';

type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'requestId' | 'ifMatch'>;

export interface CalendarChange {
  readonly key: string;
  readonly body: CalendarBody;
  /** Whether there must be none under this key yet. */
  readonly isNew?: boolean;
}

/** Hours without holidays, which no one may redefine. */
export const PLAIN_TIME = '24x7';

/** Sets a calendar as the organisation wants it. */
export const saveCalendar = (
  db: Db,
  { actor, channel, now, requestId, ifMatch }: Saying,
  { key, body, isNew = false }: CalendarChange,
): Promise<StoredCalendar> => {
  if (key === PLAIN_TIME) throw new DomainError('STATE_CONFLICT', 'The calendar 24x7 is plain time and stays so.');
  const { announcedUntil = null, ...calendar } = body;
  return inTransaction(db, async (trx) => {
    const present = await lockCalendar(trx, key);
    checkIfMatch(ifMatch, present?.version ?? null);
    if (isNew && present)
      throw new DomainError('CONFLICT', 'There is such a calendar.', [{ path: 'key', message: 'is taken' }]);
    const saved = await saveOwnCalendar(trx, { key, calendar, announcedUntil }, now);
    const payload = { key, version: saved.version };
    await appendAudit(trx, MASTER_STREAM, [
      { key: `calendar:${requestId}`, at: now, type: 'calendar.saved', actorId: actor.id, channel, payload },
    ]);
    return saved;
  });
};
