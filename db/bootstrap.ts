import { v7 as uuidv7 } from 'uuid';
import type { Person } from '../domain/people/people';
import type { Db } from './knex';
import { activeByRole, insertPerson } from './stores/people';
import { appendAudit, MASTER_STREAM } from './stores/audit';
import { insertToken } from './stores/tokens';
import { inTransaction } from './transaction';

const ADMINISTRATOR: Omit<Person, 'id'> = {
  email: 'administrator@tenure.invalid',
  name: 'Administrator',
  locale: 'en',
  timeZone: 'UTC',
  roles: ['admin'],
  managerId: null,
  departmentId: null,
  active: true,
};

/** Makes the first administrator with the given token; once any administrator exists the token opens nothing. Says whether it did. */
export async function createFirstAdministrator(db: Db, secret: string, now: number): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // Two processes may start at once: the second waits and then finds the administrator.
    await trx.raw('select pg_advisory_xact_lock(7360111)');
    if ((await activeByRole(trx, 'admin')).length > 0) return false;
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
