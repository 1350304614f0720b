import { SILENCE_ALARM, silenceOf } from '../../db/read/silence';
import { settleAlarm } from '../../db/stores/settle-alarms';
import { soundAlarms } from '../alarms';
import type { PerformItem } from './index';

/** Both sides have not spoken for too long: an amber alarm, which the next contact closes. */
export const listenForSilence: PerformItem = async ({ trx, engagement, item, now }) => {
  const { last, days, from, alarmedAt } = await silenceOf(trx, engagement);
  if (item.facts['word'] === 'broken') {
    if (alarmedAt !== null && last !== null && last.at > alarmedAt)
      await settleAlarm(trx, { engagementId: engagement.id, ...SILENCE_ALARM }, now);
    return { replan: true };
  }
  if (alarmedAt !== null || from === null || from > now) return { replan: true };
  const evidence = {
    silentDays: days,
    ...(last && { lastContact: new Date(last.at).toISOString(), contactKind: last.kind }),
  };
  const mails = await soundAlarms({ trx, engagement, now }, [{ ...SILENCE_ALARM, severity: 'amber', evidence }]);
  return { mails, replan: true };
};
