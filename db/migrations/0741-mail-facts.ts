import type { Knex } from 'knex';

/**
 * What a mail was ordered with stays with its line in the log, so that it can be written anew: ids and small facts, never a
 * text. Mails that were sent before have none.
 */
export async function mailFacts(db: Knex): Promise<void> {
  await db.raw(`
    alter table mail_log add column ordered_for text, add column facts jsonb;
  `);
}
