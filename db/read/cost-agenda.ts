import { addBusinessDays } from '../../domain/calendar/calendar';
import { nextPeriod, periodDates, periodOfDate, shiftPeriod } from '../../domain/calendar/periods';
import { toInstant } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { newestClosedMonth } from '../stores/management-costs';
import { managementRules } from './ledger-settings';
import { firstMonth } from './management-cost';
import { workCalendarOf } from './work-calendar';

/** So many coming months are shown; the rest follows as they pass. */
const AHEAD = 12;
const MORNING = 9 * 3_600_000;

/** Months of service whose cost is still to be closed, some business days after they end. */
export async function costAgenda(db: Db, engagement: EngagementRow): Promise<readonly AgendaItem[]> {
  const { id, live_on, time_zone } = engagement;
  if (live_on === null) return [];
  const [newest, calendar, { closeAfterDays }] = await together(db, [
    () => newestClosedMonth(db, id),
    () => workCalendarOf(db, time_zone),
    () => managementRules(db),
  ]);
  // A service that ran before it was opened here has no earlier months to close: they would come round for ever.
  const [begun, opened] = [periodOfDate(live_on, 'monthly'), firstMonth(engagement)];
  const first = newest === null ? (begun > opened ? begun : opened) : nextPeriod(newest);
  return Array.from({ length: AHEAD }, (_, n) => shiftPeriod(first, n)).map((month) => {
    const closesOn = addBusinessDays(calendar, periodDates(month).end, closeAfterDays);
    return {
      key: `cost-close:${month}`,
      kind: 'cost-close',
      at: toInstant(time_zone, { date: closesOn, msOfDay: MORNING }),
      facts: { period: month },
    };
  });
}
