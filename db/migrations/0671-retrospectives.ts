import type { Knex } from 'knex';

/** The look back on each contract year: what the records said on the anniversary, and what the owner made of it. */
export async function retrospectives(db: Knex): Promise<void> {
  await db.raw(`
    create table retrospectives (
      engagement_id uuid not null references engagements (id),
      year integer not null,
      from_date date not null,
      anniversary date not null,
      facts jsonb not null,
      content jsonb,
      opened_at timestamptz not null,
      closed_at timestamptz,
      closed_by uuid,
      primary key (engagement_id, year)
    );
  `);
}
