import type { Absence } from '../../domain/people/schema';
import type { Db } from '../knex';

interface Row {
  readonly starts_on: string;
  readonly ends_on: string;
  readonly substitute_id: string;
  readonly policy_keys: string[] | null;
  readonly include_pending: boolean;
}

/** A person's absences, earliest first. */
export async function absencesOf(db: Db, userId: string): Promise<readonly Absence[]> {
  const rows = await db('absences')
    .where({ user_id: userId })
    .orderBy('absences.starts_on')
    .select<Row[]>(
      db.raw('absences.starts_on::text'),
      db.raw('absences.ends_on::text'),
      'absences.substitute_id',
      'absences.policy_keys',
      'absences.include_pending',
    );
  return rows.map((row) => ({
    from: row.starts_on,
    to: row.ends_on,
    substituteId: row.substitute_id,
    ...(row.policy_keys && { policyKeys: row.policy_keys }),
    includePending: row.include_pending,
  }));
}

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
