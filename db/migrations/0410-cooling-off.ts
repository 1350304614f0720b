import type { Knex } from 'knex';

/** Until when an approval cools off, since when a request is frozen, and the reports that froze it. */
export async function coolingOff(db: Knex): Promise<void> {
  await db.raw(`
    alter table requests
      add column cooling_off_until timestamptz,
      add column frozen_since timestamptz,
      add column reports jsonb not null default '[]';
  `);
}
