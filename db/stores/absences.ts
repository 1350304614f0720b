import type { Absence } from '../../domain/people/schema';
import type { Db } from '../knex';

interface Row {
  readonly starts_on: string;
  readonly ends_on: string;
  readonly substitute_id: string;
  readonly policy_keys: readonly string[] | null;
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
    ...(row.policy_keys && { policyKeys: [...row.policy_keys] }),
    includePending: row.include_pending,
  }));
}

interface Whose {
  readonly userId: string;
  /** Who enters them. */
  readonly byId: string;
}

type KeptRow = Row & { readonly entered_by: string | null; readonly entered_at: Date | null };

/** Writes the whole list; an absence that stays as it was keeps who entered it and when, by the clock of the database. */
export async function replaceAbsences(
  db: Db,
  { userId, byId }: Whose,
  absences: readonly (Absence & { readonly id: string })[],
): Promise<void> {
  const before = await db('absences').where({ user_id: userId }).delete().returning<KeptRow[]>('*');
  if (absences.length === 0) return;
  const rows = absences.map(toRow).map((row) => {
    const same = before.find((one) => isSame(one, row));
    const entered = same ?? { entered_by: byId, entered_at: db.fn.now() };
    return { ...row, user_id: userId, entered_by: entered.entered_by, entered_at: entered.entered_at };
  });
  await db('absences').insert(rows);
}

const toRow = (absence: Absence & { readonly id: string }): Row & { readonly id: string } => ({
  id: absence.id,
  starts_on: absence.from,
  ends_on: absence.to,
  substitute_id: absence.substituteId,
  policy_keys: absence.policyKeys ?? null,
  include_pending: absence.includePending,
});

const isSame = (a: Row, b: Row): boolean =>
  a.starts_on === b.starts_on &&
  a.ends_on === b.ends_on &&
  a.substitute_id === b.substitute_id &&
  a.include_pending === b.include_pending &&
  String(a.policy_keys) === String(b.policy_keys);
