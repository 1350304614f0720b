import type { Knex } from 'knex';

/** What of a database a run saw: when it counted, and when it last began to read back. */
export async function migrationFreeze(db: Knex): Promise<void> {
  await db.raw(`
    alter table dataset_runs
      add column frozen jsonb,
      add column verifying jsonb;
  `);
}
