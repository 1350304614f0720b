import { exitTasksOf } from '../../db/stores/exit-tasks';
import { exitTaskLetters } from '../exit-task-letters';
import type { PerformItem } from './index';

/** An open task of the exit is recalled; what has been done meanwhile is not. */
export const recallExitTask: PerformItem = async ({ trx, engagement, item, now }) => {
  const { task: key, word = '' } = item.facts;
  const task = (await exitTasksOf(trx, engagement.id)).find((one) => one.key === key && one.state === 'open');
  return { mails: task ? exitTaskLetters(engagement, task, { word, now }) : [], replan: true };
};
