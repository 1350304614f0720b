import type { Knex } from 'knex';

/** What the vendor of a service says of us, quarter by quarter. */
export async function ratingRounds(db: Knex): Promise<void> {
  await db.raw(`
    create table rating_rounds (
      engagement_id uuid not null references engagements (id),
      quarter text not null,
      vendor_id uuid not null references vendors (id),
      opened_at timestamptz not null,
      closes_at timestamptz not null,
      asked integer not null,
      answer jsonb,
      answered_at timestamptz,
      closed_at timestamptz,
      primary key (engagement_id, quarter)
    );
    create index rating_rounds_of_vendor on rating_rounds (vendor_id);
  `);
}
