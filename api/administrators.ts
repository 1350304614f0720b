import { DomainError } from '../domain/errors';
import { hasRole, type Person } from '../domain/people/people';
import type { Db } from '../db/knex';
import { activeByRole } from '../db/stores/people';
import type { Trx } from '../db/transaction';

/** Active administrators apart from one person. */
export const otherAdmins = async (db: Db, personId: string): Promise<readonly Person[]> =>
  (await activeByRole(db, 'admin')).filter(({ id }) => id !== personId);

/** Somebody must be left who can let others in; of two who go at once, the second waits and then hears so. */
export async function keepAnAdministrator(trx: Trx, { id }: Pick<Person, 'id'>, refusal: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(7360113)');
  if ((await otherAdmins(trx, id)).length === 0) throw new DomainError('STATE_CONFLICT', refusal);
}

/** Whether a change takes the role of an administrator away. */
export const losesRole = (before: Pick<Person, 'active' | 'roles'>, after: Pick<Person, 'roles'>): boolean =>
  before.active && hasRole(before, 'admin') && !hasRole(after, 'admin');
