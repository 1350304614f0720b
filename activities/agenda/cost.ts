import { managementRules } from '../../db/read/ledger-settings';
import { countMonths, firstMonth, monthsOf } from '../../db/read/management-cost';
import { closedCosts, insertMonthCost, newestClosedMonth } from '../../db/stores/management-costs';
import { nextPeriod } from '../../domain/calendar/periods';
import { overrunOf } from '../../domain/delivery/overrun';
import { soundAlarms } from '../alarms';
import type { PerformItem } from './index';

/**
 * A month is over and its hours have been written: what managing the vendor cost in it is kept, with every month before it
 * that was not. Several months over plan in a row raise the alarm.
 */
export const closeCost: PerformItem = async ({ trx, engagement, item, now }) => {
  const month = item.facts['period'] ?? '';
  const newest = await newestClosedMonth(trx, engagement.id);
  const from = newest === null ? firstMonth(engagement) : nextPeriod(newest);
  for (const cost of await countMonths(trx, engagement, monthsOf({ from, to: month })))
    await insertMonthCost(trx, engagement.id, { cost: { ...cost, closed: true }, now });
  const found = overrunOf(await closedCosts(trx, engagement.id, { to: month }), await managementRules(trx));
  return { mails: found ? await soundAlarms({ trx, engagement, now }, [found]) : [], replan: true };
};
