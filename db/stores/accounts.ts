import type { Accounts } from '../../domain/people/accounts';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** The other accounts of people who have several; whoever has one does not stand in the answer. */
export async function accountsOf(db: Db, ids: readonly string[]): Promise<Accounts> {
  if (ids.length === 0) return {};
  const { rows } = await db.raw<{ rows: { id: string; others: string[] }[] }>(
    `select own.id, array_agg(other.id order by other.id) as others
     from users own join users other on other.employee_id = own.employee_id and other.id <> own.id
     where own.id = any(?::uuid[]) group by own.id`,
    [[...new Set(ids)]],
  );
  return Object.fromEntries(rows.map(({ id, others }) => [id, others]));
}

export async function employeeIdOf(db: Db, id: string): Promise<string | null> {
  const row = await db('users').where({ id }).first<{ employee_id: string | null } | undefined>('employee_id');
  return row?.employee_id ?? null;
}

export async function setEmployeeId(trx: Trx, id: string, employeeId: string | null): Promise<void> {
  await trx('users').where({ id }).update({ employee_id: employeeId });
}
