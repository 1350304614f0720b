import type { Knex } from 'knex';

/** Calendars that ship live beside own ones; what is there already was set by the organisation. */
export async function calendars(db: Knex): Promise<void> {
  await db.raw(`
    alter table calendars
      add column title text,
      add column origin text not null default 'own' check (origin in ('shipped', 'own')),
      add column source text,
      add column announced_until date;
  `);
}
