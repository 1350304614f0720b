import { addMonthsClamped } from '../calendar/civil';
import { periodDates, periodOfDate } from '../calendar/periods';
import { localDate, startOfDate } from '../calendar/zone';
import { type AgendaInput, type AgendaItem, type Cursor, MONTHS_AHEAD } from './agenda';

/**
 * The part of a plan that can be worked off without planning again. Dates of periods are worked out some months ahead; what
 * lies beyond them waits for a later plan, or whoever acts on it would pass over periods that were not in the plan yet.
 */
export function foreseen(
  { timeZone, serviceEnd }: Pick<AgendaInput, 'timeZone' | 'serviceEnd'>,
  after: Cursor,
  items: readonly AgendaItem[],
): readonly AgendaItem[] {
  const thisMonth = periodDates(periodOfDate(localDate(timeZone, after.at), 'monthly')).start;
  const allPlanned = serviceEnd !== null && serviceEnd < addMonthsClamped(thisMonth, MONTHS_AHEAD - 1);
  const until = startOfDate(timeZone, addMonthsClamped(thisMonth, MONTHS_AHEAD + 2));
  return allPlanned ? items : items.filter(({ at }) => at < until);
}
