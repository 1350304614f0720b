import type { Knex } from 'knex';

/** What vendors deliver by a day, with every delivery and what was said of it. */
export async function milestones(db: Knex): Promise<void> {
  await db.raw(`
    create table milestones (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      number integer not null,
      title text not null,
      description text not null,
      due date not null,
      fee_minor bigint check (fee_minor >= 0),
      currency text,
      criteria jsonb not null,
      policy_key text,
      contractual boolean not null,
      state text not null check (state in ('planned', 'delivered', 'accepted', 'rejected', 'cancelled')),
      rounds jsonb not null default '[]',
      request_id uuid,
      cancelled jsonb,
      created_by uuid not null references users (id),
      created_at timestamptz not null,
      said text[] not null default '{}',
      version integer not null default 1,
      updated_at timestamptz not null,
      unique (engagement_id, number),
      check ((fee_minor is null) = (currency is null))
    );
    create index milestones_due on milestones (engagement_id, due);
    create unique index milestones_request on milestones (request_id) where request_id is not null;
  `);
}
