import { periodDates } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { owedKpis } from './owed-values';

/** A date of a period that is over, and whose values may be in by now. */
const mayBeSettled = ({ kind, facts: { period } }: AgendaItem, today: string): boolean =>
  kind === 'kpi-reminder' && period !== undefined && periodDates(period).end <= today;

/** Dates without the reminders of values that are all there by an instant: nobody would be asked, and nothing need wake up. */
export async function neededReminders(
  db: Db,
  { id, time_zone: timeZone }: EngagementRow,
  { items, at }: { readonly items: readonly AgendaItem[]; readonly at: number },
): Promise<readonly AgendaItem[]> {
  const today = localDate(timeZone, at);
  const periods = items.filter((item) => mayBeSettled(item, today)).map(({ facts }) => facts['period'] ?? '');
  const settled = new Set<string>();
  for (const period of new Set(periods)) if ((await owedKpis(db, id, period)).length === 0) settled.add(period);
  return items.filter((item) => !mayBeSettled(item, today) || !settled.has(item.facts['period'] ?? ''));
}
