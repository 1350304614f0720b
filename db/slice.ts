import type { Knex } from 'knex';

/** A part of a list in the order of its ids: what comes after one, and how many at most. */
export interface Slice {
  readonly after: string | null;
  readonly limit: number;
}

/** Cuts a query that is in the order of its ids; without a slice it stays whole. */
export function cutById<T extends Knex.QueryBuilder>(query: T, slice: Slice | undefined): T {
  if (slice === undefined) return query;
  query.limit(slice.limit);
  if (slice.after !== null) query.where('id', '>', slice.after);
  return query;
}
