import type { Knex } from 'knex';

/**
 * What a transfer has on its way is written down together with what has arrived, so that an attempt that follows an
 * interruption knows, and counts, what goes over the line a second time.
 */
export async function sentAgain(db: Knex): Promise<void> {
  await db.raw(`
    alter table dataset_runs
      add column under_way jsonb,
      add column transfers integer not null default 0,
      add column sent_again integer not null default 0;
  `);
}
