import type { Knex } from 'knex';

/** Issues of the running service with everything said about them, and what their sides have been told. */
export async function issues(db: Knex): Promise<void> {
  await db.raw(`
    create table issues (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      number integer not null,
      definition jsonb not null,
      state text not null check (state in ('open', 'answered', 'resolved', 'closed', 'reopened')),
      clocks jsonb not null,
      opened_at timestamptz not null,
      answered_at timestamptz,
      resolved_at timestamptz,
      closed_at timestamptz,
      reopened integer not null default 0,
      remarks jsonb not null,
      told integer not null default 0,
      said text[] not null default '{}',
      version integer not null default 1,
      updated_at timestamptz not null,
      unique (engagement_id, number)
    );
    create index issues_unsettled on issues (engagement_id) where state <> 'closed';
  `);
}
