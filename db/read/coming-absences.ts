import type { Db } from '../knex';

export interface ComingAbsence {
  readonly personId: string;
  readonly from: string;
  readonly to: string;
  readonly substituteName: string;
}

interface Row {
  readonly user_id: string;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly name: string;
}

/** Absences of some people that end on a day or after it, earliest first. */
export async function comingAbsences(db: Db, ids: readonly string[], since: string): Promise<readonly ComingAbsence[]> {
  const rows = await db('absences')
    .join('users', 'users.id', 'absences.substitute_id')
    .whereIn('absences.user_id', [...ids])
    .where('absences.ends_on', '>=', since)
    .orderBy('absences.starts_on')
    .select<Row[]>(
      'absences.user_id',
      db.raw('absences.starts_on::text'),
      db.raw('absences.ends_on::text'),
      'users.name',
    );
  return rows.map((row) => ({
    personId: row.user_id,
    from: row.starts_on,
    to: row.ends_on,
    substituteName: row.name,
  }));
}
