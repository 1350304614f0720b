import { sayAlarm } from '../alarms';
import type { PerformItem } from './index';

/** An alarm has something to say: that it is there, or that nobody has done in time what was due. */
export const speakOfAlarm: PerformItem = async ({ trx, item, now }) => ({
  mails: await sayAlarm(trx, item.facts['alarm'] ?? '', now),
});
