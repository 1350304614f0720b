import { exitWatched } from '../../db/read/exit-watch';
import { newestAlarm } from '../../db/stores/alarms';
import { settleAlarm } from '../../db/stores/settle-alarms';
import { watchStep } from '../../domain/exit/watch';
import { soundAlarms } from '../alarms';
import type { PerformItem } from './index';

/** Something about the exit has become cause for alarm, or is no longer. The records are asked once more. */
export const watchExit: PerformItem = async ({ trx, engagement, item, now }) => {
  const watched = (await exitWatched(trx, engagement, now)).find(
    ({ rule, subject }) => rule === item.facts['rule'] && subject === item.facts['subject'],
  );
  if (!watched) return { replan: true };
  const { from: _from, ...found } = watched;
  const subject = { engagementId: engagement.id, rule: found.rule, subject: found.subject };
  const step = watchStep(watched, await newestAlarm(trx, subject), now);
  if (!step || step.at > now) return { replan: true };
  if (step.word === 'settle') await settleAlarm(trx, subject, now);
  const mails = step.word === 'raise' ? await soundAlarms({ trx, engagement, now }, [found]) : [];
  return { mails, replan: true, relabel: true };
};
