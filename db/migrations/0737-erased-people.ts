import type { Knex } from 'knex';

/** When the data of a person who has left was erased. */
export async function erasedPeople(db: Knex): Promise<void> {
  await db.raw('alter table users add column erased_at timestamptz');
}
