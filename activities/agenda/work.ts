import { sayItem } from '../action-items';
import { withAlarms } from './people';
import type { PerformItem } from './index';

/** An item of work has something to say: that it is there, that it is due, that it is late. */
export const speakOfWork: PerformItem = async ({ trx, item, now }) => ({
  ...withAlarms(await sayItem(trx, item.facts['item'] ?? '', now)),
});
