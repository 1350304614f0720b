import type { Knex } from 'knex';

/** Tasks of an exit, laid out when it is approved. */
export async function playbook(db: Knex): Promise<void> {
  await db.raw(`
    create table exit_tasks (
      engagement_id uuid not null references engagements (id),
      key text not null,
      title text not null,
      assignee_id uuid not null references users (id),
      due date not null,
      after_keys text[] not null,
      state text not null check (state in ('open', 'done', 'waived')),
      comment text,
      updated_at timestamptz not null,
      primary key (engagement_id, key)
    );
  `);
}
