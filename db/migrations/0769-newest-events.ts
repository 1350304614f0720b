import type { Knex } from 'knex';

/** What happened last with engagements, whichever of them: the newest entries of all their trails. */
export async function newestEvents(db: Knex): Promise<void> {
  await db.raw(`create index audit_events_newest on audit_events (at desc) where stream like 'engagement:%'`);
}
