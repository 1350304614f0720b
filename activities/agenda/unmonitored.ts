import { isMeasured, UNMONITORED } from '../../db/read/monitoring-agenda';
import { localDate } from '../../domain/calendar/zone';
import { soundAlarms } from '../alarms';
import type { PerformItem } from './index';

/** The service runs and nothing of it is measured: said once, and settled by the first KPI. */
export const alarmUnmonitored: PerformItem = async ({ trx, engagement, now }) => {
  if (await isMeasured(trx, engagement.id, localDate(engagement.time_zone, now))) return { replan: true };
  const evidence = { since: engagement.live_on ?? '' };
  const mails = await soundAlarms({ trx, engagement, now }, [{ ...UNMONITORED, severity: 'amber', evidence }]);
  return { mails, replan: true };
};
