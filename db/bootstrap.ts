import { v7 as uuidv7 } from 'uuid';
import { localDate } from '../domain/calendar/zone';
import type { Person } from '../domain/people/people';
import { shippedCalendars } from './calendars';
import type { Db } from './knex';
import { appendAudit, type AuditEntry, MASTER_STREAM } from './stores/audit';
import { shipCalendar, type Shipment } from './stores/calendars';
import { activeByRole, insertPerson } from './stores/people';
import { insertToken } from './stores/tokens';
import { inTransaction, type Trx } from './transaction';

const ADMINISTRATOR: Omit<Person, 'id'> = {
  email: 'administrator@tenure.invalid',
  name: 'Administrator',
  locale: 'en',
  timeZone: 'UTC',
  roles: ['admin'],
  managerId: null,
  departmentId: null,
  active: true,
  digest: false,
};

/**
 * Makes the first administrator with the given token and closes that door for good: it stays closed when every
 * administrator has left or lost the role. Says whether it did.
 */
export async function createFirstAdministrator(db: Db, secret: string, now: number): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // Two processes may start at once: the second waits and then finds the administrator.
    await trx.raw('select pg_advisory_xact_lock(7360111)');
    if (!(await closeDoor(trx, now))) return false;
    const id = uuidv7();
    await insertPerson(trx, { id, ...ADMINISTRATOR }, now);
    await insertToken(trx, { id: uuidv7(), userId: id, name: 'first administrator', secret, expiresAt: null, now });
    await appendAudit(trx, MASTER_STREAM, [
      {
        key: 'first-administrator',
        at: now,
        type: 'user.first-administrator',
        channel: 'system',
        payload: { userId: id },
      },
    ]);
    return true;
  });
}

/** Answers whether the door was open and nobody has come in by another one. */
async function closeDoor(trx: Trx, now: number): Promise<boolean> {
  const closed = await trx('first_administrator')
    .insert({ at: new Date(now) })
    .onConflict('closed')
    .ignore()
    .returning<{ closed: boolean }[]>('closed');
  return closed.length === 1 && (await activeByRole(trx, 'admin')).length === 0;
}

/**
 * Brings the calendars that ship up to date: a change of holidays is a new version, an own calendar stays as it is.
 * Whoever runs by a calendar goes on with the version that it took. Answers the keys of those that changed.
 */
export async function shipCalendars(db: Db, now: number): Promise<readonly string[]> {
  const shipments = shippedCalendars(Number(localDate('UTC', now).slice(0, 4)));
  return inTransaction(db, async (trx) => {
    const changed: AuditEntry[] = [];
    for (const shipment of shipments) {
      const version = await shipCalendar(trx, shipment, now);
      if (version !== null) changed.push(shippedEntry(shipment, version, now));
    }
    await appendAudit(trx, MASTER_STREAM, changed);
    return changed.map(({ payload }) => String(payload?.['key']));
  });
}

const shippedEntry = ({ key, source, announcedUntil }: Shipment, version: number, now: number): AuditEntry => ({
  key: `calendar.shipped:${key}:${version}`,
  at: now,
  type: 'calendar.shipped',
  channel: 'system',
  payload: { key, version, source, announcedUntil },
});
