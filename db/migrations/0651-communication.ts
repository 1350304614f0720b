import type { Knex } from 'knex';

/** How both sides of an engagement talk, and that they have. */
export async function communication(db: Knex): Promise<void> {
  await db.raw(`
    create table communication_plans (
      engagement_id uuid primary key references engagements (id),
      plan jsonb not null,
      version integer not null,
      updated_at timestamptz not null
    );

    create table contacts (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      at timestamptz not null,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null
    );
    create index contacts_engagement on contacts (engagement_id, at desc);
  `);
}
