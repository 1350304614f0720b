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
  if (q) void query.whereRaw(NAMED_LIKE, [containing(q)]);
  return (await query).map(toPerson);
}

export const NAMED_LIKE = "(users.name || ' ' || users.email) ilike ?";
export const containing = (q: string): string => `%${q.replace(/[%_\\]/g, '\\$&')}%`;

export interface ColleagueFilter {
  /** Part of a name or address; empty for everybody. */
  readonly q: string;
  readonly limit: number;
}

/** Active people of the organisation, not those of suppliers alone, by name. */
export async function colleagues(db: Db, { q, limit }: ColleagueFilter): Promise<readonly Person[]> {
  const query = db<UserRow>('users')
    .where('users.active', true)
    .whereRaw("(users.roles = '{}' or not users.roles <@ array['vendor'])")
    .orderBy(['users.name', 'users.id'])
    .limit(limit);
  if (q) void query.whereRaw(NAMED_LIKE, [containing(q)]);
  return (await query).map(toPerson);
}

/** Whoever has one of these addresses, given in small letters. */
export async function findByEmails(db: Db, emails: readonly string[]): Promise<readonly Person[]> {
  if (emails.length === 0) return [];
  return (await db<UserRow>('users').whereRaw('lower(users.email) = any(?)', [[...emails]])).map(toPerson);
}
