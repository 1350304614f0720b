import type { Knex } from 'knex';

/** A task keeps the titles of the playbook by which its exit was opened, in both languages. */
export async function exitTaskTitles(db: Knex): Promise<void> {
  await db.raw('alter table exit_tasks add column titles jsonb');
}
