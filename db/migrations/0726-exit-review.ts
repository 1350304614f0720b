import type { Knex } from 'knex';

/** The last look back on an engagement and exit tasks that the vendor ends by its agreement. */
export async function exitReview(db: Knex): Promise<void> {
  await db.raw(`
    create table exit_reviews (
      engagement_id uuid primary key references engagements (id),
      facts jsonb not null,
      content jsonb not null,
      written_by uuid not null references users (id),
      written_at timestamptz not null
    );

    -- The vendor, which has no account, ends a task by its agreement.
    alter table exit_tasks
      drop constraint exit_tasks_closed_by_somebody,
      add constraint exit_tasks_closed_by_somebody
        check ((state = 'open') = (closed_at is null) and (closed_by is null or state <> 'open')
               and (state <> 'waived' or closed_by is not null));
  `);
}
