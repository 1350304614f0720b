import type { Knex } from 'knex';

/** Parts of a service that end while the rest goes on, and the tasks that they need. */
export async function partialTerminations(db: Knex): Promise<void> {
  await db.raw(`
    create table partial_terminations (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      number integer not null,
      definition jsonb not null,
      effective_on date not null,
      status text not null check (status in ('pending', 'approved', 'in-force', 'rejected', 'lapsed')),
      request_id uuid not null,
      version integer,
      lapsed_because text,
      requested_by uuid not null references users (id),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (engagement_id, number)
    );
    create unique index partial_terminations_one_pending on partial_terminations (engagement_id) where status = 'pending';
    create index partial_terminations_request on partial_terminations (request_id);

    alter table exit_tasks add column partial_id uuid references partial_terminations (id);
  `);
}
