import type { Knex } from 'knex';

/**
 * Thousands of entries may have one time, as when a night's dates fall due together: their order is in the index as well, so that
 * the newest ten are read as ten.
 */
export async function newestEventsInOrder(db: Knex): Promise<void> {
  await db.raw(`
    create index audit_events_newest_first on audit_events (at desc, stream, seq desc) where stream like 'engagement:%';
    drop index audit_events_newest;
  `);
}
