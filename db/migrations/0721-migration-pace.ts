import type { Knex } from 'knex';

/** The limit that a migration keeps to, where it stands, and how fast it gets on. */
export async function migrationPace(db: Knex): Promise<void> {
  await db.raw(`
    alter table dataset_runs
      add column max_bytes_per_second bigint check (max_bytes_per_second > 0),
      add column phase text check (phase in ('inventory', 'transfer', 'verify', 'record')),
      add column bytes_per_second bigint;
  `);
}
