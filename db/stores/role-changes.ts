import type { Role } from '../../domain/people/people';
import { type RoleChange, rolesChanged } from '../../domain/people/role-changes';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly user_id: string;
  readonly role: Role;
  readonly given: boolean;
  readonly changed_by: string;
  readonly counts_from: Date;
}

export interface Regranting {
  readonly userId: string;
  readonly before: readonly Role[];
  readonly after: readonly Role[];
  readonly byId: string;
}

/** Keeps who gave a person which roles, and who took which away, by the clock of the database. */
export async function noteRoleChanges(trx: Trx, { userId, before, after, byId }: Regranting): Promise<void> {
  const rows = rolesChanged(before, after).map((change) => ({ ...change, user_id: userId, changed_by: byId }));
  if (rows.length > 0) await trx('role_changes').insert(rows);
}

export interface Recent {
  /** How long a change waits before it counts everywhere. */
  readonly hours: number;
  readonly role?: Role;
  readonly userId?: string;
  /** Epoch milliseconds; changes that counted by then are left out. */
  readonly now: number;
}

/** Changes that do not count everywhere yet, oldest first, by the person whose roles they are. */
export async function recentRoleChanges(
  db: Db,
  { hours, role, userId, now }: Recent,
): Promise<ReadonlyMap<string, readonly RoleChange[]>> {
  const waits = 'changed_at + make_interval(hours => ?::integer)';
  const rows = await db('role_changes')
    .where({ ...(role && { role }), ...(userId && { user_id: userId }) })
    .where('changed_at', '>', new Date(now - hours * HOUR_MS))
    .orderBy('number')
    .select<Row[]>('user_id', 'role', 'given', 'changed_by', db.raw(`${waits} as counts_from`, [hours]));
  const found = new Map<string, RoleChange[]>();
  for (const row of rows) found.set(row.user_id, [...(found.get(row.user_id) ?? []), toChange(row)]);
  return found;
}

const HOUR_MS = 3_600_000;

const toChange = ({ role, given, changed_by, counts_from }: Row): RoleChange => ({
  role,
  given,
  byId: changed_by,
  countsFrom: counts_from.getTime(),
});
