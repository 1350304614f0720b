import { exitTasksOf } from '../../db/stores/exit-tasks';
import type { EngagementRow } from '../../db/stores/engagements';
import { partialsOf } from '../../db/stores/partial-terminations';
import type { Trx } from '../../db/transaction';
import type { ExitTask } from '../../domain/exit/task-schema';
import { exitTaskLetters } from '../exit-task-letters';
import type { PerformItem } from './index';

/** An open task of the exit is recalled; what has been done meanwhile is not. */
export const recallExitTask: PerformItem = async ({ trx, engagement, item, now }) => {
  const { task: key, word = '' } = item.facts;
  const task = (await exitTasksOf(trx, engagement.id)).find((one) => one.key === key && one.state === 'open');
  const leaving = task && (await leavingAs(trx, engagement, task));
  return { mails: leaving ? exitTaskLetters(leaving, task, { word, now }) : [], replan: true };
};

/** What a task is about: the end of the service, or of the part that needs it. */
async function leavingAs(trx: Trx, engagement: EngagementRow, { partialId }: ExitTask): Promise<EngagementRow> {
  const partial = (await partialsOf(trx, engagement.id)).find(({ id }) => id === partialId);
  return partial
    ? { ...engagement, exit_cause: partial.cause, exit_effective_date: partial.effectiveDate }
    : engagement;
}
