import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from '../stores/people';

export interface PeopleFilter {
  readonly role?: string | undefined;
  readonly q?: string | undefined;
  readonly after: string | null;
  readonly limit: number;
}

/** People in the order in which they came. */
export async function listPeople(db: Db, { role, q, after, limit }: PeopleFilter): Promise<readonly Person[]> {
  const query = db<UserRow>('users').orderBy('id').limit(limit);
  if (after !== null) void query.where('id', '>', after);
  if (role) void query.whereRaw('roles @> ?::text[]', [[role]]);
  if (q) void query.whereRaw("(name || ' ' || email) ilike ?", [`%${q.replace(/[%_\\]/g, '\\$&')}%`]);
  return (await query).map(toPerson);
}
