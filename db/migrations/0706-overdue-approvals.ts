import type { Knex } from 'knex';

/** Approvals by when they are due, for those that are late: a few among all that have ever been decided. */
export async function overdueApprovals(db: Knex): Promise<void> {
  await db.raw(`create index request_tasks_due on request_tasks (due_at) where status = 'active'`);
}
