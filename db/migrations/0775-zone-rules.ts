import type { Knex } from 'knex';

/**
 * The release of the time zone rules (tzdata) that a watch was planned with; releases compare as words, and what was
 * planned before this was noted is older than any. The index finds what older rules have planned, and nothing else.
 */
export async function zoneRules(db: Knex): Promise<void> {
  await db.raw(`
    alter table watches add column zone_rules text collate "C" not null default '';
    create index watches_by_rules on watches (zone_rules, due_at) where due_at is not null and owed is null;
  `);
}
