import type { Knex } from 'knex';

/** Who did a task of an exit, or why it is left out and which two people said so. */
export async function exitTaskSteps(db: Knex): Promise<void> {
  await db.raw(`
    alter table exit_tasks
      add column waiver_reason text,
      add column waiver_asked_by uuid references users (id),
      add column closed_by uuid references users (id),
      add column closed_at timestamptz,
      add constraint exit_tasks_closed_by_somebody
        check ((state = 'open') = (closed_by is null) and (closed_by is null) = (closed_at is null)),
      add constraint exit_tasks_waived_by_two
        check (state <> 'waived' or (waiver_reason is not null and waiver_asked_by <> closed_by));
  `);
}
