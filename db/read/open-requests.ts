import type { Db } from '../knex';

/** Requests in which somebody of these people has a task that is not settled. */
export async function openRequestsOf(db: Db, personIds: readonly string[]): Promise<string[]> {
  const rows = await db('request_tasks')
    .whereIn('request_tasks.assignee_id', [...personIds])
    .whereIn('request_tasks.status', ['active', 'waiting', 'delegated'])
    .distinct<{ request_id: string }[]>('request_tasks.request_id')
    .orderBy('request_tasks.request_id');
  return rows.map((row) => row.request_id);
}
