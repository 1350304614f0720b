import type { Absence } from '../../domain/people/schema';
import type { Db } from '../knex';

export async function replaceAbsences(
  db: Db,
  userId: string,
  absences: readonly (Absence & { readonly id: string })[],
): Promise<void> {
  await db('absences').where({ user_id: userId }).delete();
  if (absences.length === 0) return;
  await db('absences').insert(
    absences.map((absence) => ({
      id: absence.id,
      user_id: userId,
      starts_on: absence.from,
      ends_on: absence.to,
      substitute_id: absence.substituteId,
      policy_keys: absence.policyKeys ?? null,
      include_pending: absence.includePending,
    })),
  );
}
