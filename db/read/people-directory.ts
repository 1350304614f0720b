import type { Person, Role } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from '../stores/people';
import { containing, NAMED_LIKE } from './people';

export interface DirectoryFilter {
  /** Part of a name or address; empty for everybody. */
  readonly q: string;
  readonly role: Role | null;
  readonly active: boolean | null;
  /** Id of the last person seen. */
  readonly after: string | null;
  readonly limit: number;
}

export interface DirectoryLine {
  readonly person: Person;
  readonly managerName: string | null;
}

type Row = UserRow & { readonly manager_name: string | null };

/** People by name. */
export async function peopleDirectory(db: Db, filter: DirectoryFilter): Promise<readonly DirectoryLine[]> {
  const { q, role, active, after, limit } = filter;
  const query = db<UserRow>('users')
    .leftJoin('users as managers', 'managers.id', 'users.manager_id')
    .orderBy(['users.name', 'users.id'])
    .limit(limit)
    .select<Row[]>('users.*', 'managers.name as manager_name');
  if (q) void query.whereRaw(NAMED_LIKE, [containing(q)]);
  if (role !== null) void query.whereRaw('users.roles @> ?::text[]', [[role]]);
  if (active !== null) void query.where('users.active', active);
  if (after !== null) void query.whereRaw(LATER, [after]);
  return (await query).map((row) => ({ person: toPerson(row), managerName: row.manager_name }));
}

const LATER = '(users.name, users.id) > (select seen.name, seen.id from users as seen where seen.id = ?)';
