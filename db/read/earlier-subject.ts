import type { Db } from '../knex';
import { findSubject, type SubjectRow } from '../stores/subjects';
import type { TaskRow } from './requests';

/** What was decided on in the latest round before this one in which somebody was asked. */
export async function subjectOfEarlierRound(
  db: Db,
  requestId: string,
  round: number,
): Promise<{ readonly round: number; readonly subject: SubjectRow | null } | null> {
  const task = await db<TaskRow>('request_tasks')
    .where({ request_id: requestId })
    .andWhere('round', '<', round)
    .orderBy('round', 'desc')
    .first('round', 'subject_hash');
  return task ? { round: task.round, subject: await findSubject(db, requestId, task.subject_hash) } : null;
}
