import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface ExitTask {
  readonly key: string;
  readonly title: string;
  readonly assigneeId: string;
  readonly due: string;
  readonly after: readonly string[];
  readonly state: 'open' | 'done' | 'waived';
  readonly comment: string | null;
}

export async function insertExitTask(
  trx: Trx,
  engagementId: string,
  { task, now }: { task: ExitTask; now: number },
): Promise<void> {
  await trx('exit_tasks')
    .insert({
      engagement_id: engagementId,
      key: task.key,
      title: task.title,
      assignee_id: task.assigneeId,
      due: task.due,
      after_keys: [...task.after],
      state: task.state,
      comment: task.comment,
      updated_at: new Date(now),
    })
    .onConflict(['engagement_id', 'key'])
    .ignore();
}

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly title: string;
  readonly assignee_id: string;
  readonly due: string;
  readonly after_keys: string[];
  readonly state: ExitTask['state'];
  readonly comment: string | null;
}

export async function exitTasksOf(db: Db, engagementId: string): Promise<readonly ExitTask[]> {
  const rows = await db<Row>('exit_tasks').where({ engagement_id: engagementId }).orderBy(['due', 'key']);
  return rows.map((row) => ({
    key: row.key,
    title: row.title,
    assigneeId: row.assignee_id,
    due: row.due,
    after: row.after_keys,
    state: row.state,
    comment: row.comment,
  }));
}
