import { shippedTitle } from '../../domain/exit/playbook';
import type { ExitTask } from '../../domain/exit/task-schema';
import type { Bilingual } from '../../domain/shapes';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface TaskId {
  readonly engagementId: string;
  readonly key: string;
}

interface NewTask extends Pick<ExitTask, 'key' | 'assigneeId' | 'due' | 'after'> {
  /** Of a part that leaves alone. */
  readonly partialId?: string;
  readonly title: Bilingual;
}

export async function insertExitTask(
  trx: Trx,
  engagementId: string,
  { task, now }: { task: NewTask; now: number },
): Promise<void> {
  await trx('exit_tasks')
    .insert({
      engagement_id: engagementId,
      key: task.key,
      title: task.title.en,
      titles: JSON.stringify(task.title),
      assignee_id: task.assigneeId,
      due: task.due,
      after_keys: [...task.after],
      partial_id: task.partialId ?? null,
      state: 'open',
      updated_at: new Date(now),
    })
    .onConflict(['engagement_id', 'key'])
    .ignore();
}

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly title: string;
  /** Null for tasks laid out before playbooks could be set. */
  readonly titles: Bilingual | null;
  readonly assignee_id: string;
  readonly due: string;
  readonly after_keys: string[];
  readonly partial_id: string | null;
  readonly state: ExitTask['state'];
  readonly comment: string | null;
  readonly waiver_reason: string | null;
  readonly waiver_asked_by: string | null;
  readonly closed_by: string | null;
  readonly closed_at: Date | null;
}

const toTask = (row: Row): ExitTask => ({
  key: row.key,
  title: row.title,
  titles: row.titles ?? shippedTitle(row.key) ?? { en: row.title, 'zh-CN': row.title },
  assigneeId: row.assignee_id,
  due: row.due,
  after: row.after_keys,
  partialId: row.partial_id,
  state: row.state,
  comment: row.comment,
  waiver:
    row.waiver_reason !== null && row.waiver_asked_by !== null
      ? { reason: row.waiver_reason, askedBy: row.waiver_asked_by }
      : null,
  closedBy: row.closed_by,
  closedAt: row.closed_at?.toISOString() ?? null,
});

export async function exitTasksOf(db: Db, engagementId: string): Promise<readonly ExitTask[]> {
  const rows = await db<Row>('exit_tasks').where({ engagement_id: engagementId }).orderBy(['due', 'key']);
  return rows.map(toTask);
}

export interface TaskEnd {
  readonly state: 'done' | 'waived';
  readonly comment: string | null;
  /** Null for the vendor, which has no account. */
  readonly by: string | null;
  readonly now: number;
}

/** Ends an open task; one that has ended stays as it is. */
export async function endExitTask(trx: Trx, id: TaskId, { state, comment, by, now }: TaskEnd): Promise<void> {
  const at = new Date(now);
  await trx('exit_tasks')
    .where({ engagement_id: id.engagementId, key: id.key, state: 'open' })
    .update({ state, comment, closed_by: by, closed_at: at, updated_at: at });
}

export async function askTaskWaiver(
  trx: Trx,
  id: TaskId,
  { reason, askedBy, now }: { reason: string; askedBy: string; now: number },
): Promise<void> {
  await trx('exit_tasks')
    .where({ engagement_id: id.engagementId, key: id.key, state: 'open' })
    .update({ waiver_reason: reason, waiver_asked_by: askedBy, updated_at: new Date(now) });
}
