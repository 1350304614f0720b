import { addDays } from '../../domain/calendar/civil';
import { toInstant } from '../../domain/calendar/zone';
import { dueDatesAfter } from '../../domain/contract/recurrence';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { obligationsOf, type StoredObligation } from '../stores/obligations';
import { ifAny } from './agenda-sources';
import { workCalendarOf } from './work-calendar';

/** So many coming dates of one obligation are shown; the rest follows as they pass. */
const AHEAD = 12;
const MORNING = 9 * 3_600_000;

/** Tasks that obligations will open, lead time before they are due. A task that was opened is not opened again. */
export async function obligationAgenda(db: Db, { id, time_zone }: EngagementRow): Promise<readonly AgendaItem[]> {
  const active = (await ifAny(db, { source: 'obligations', engagementId: id }, () => obligationsOf(db, id))).filter(
    ({ state }) => state === 'active',
  );
  const calendar = active.length === 0 ? null : await workCalendarOf(db, time_zone);
  return active.flatMap((obligation) =>
    calendar === null
      ? []
      : dueDatesAfter(obligation.definition.schedule, since(obligation), { calendar, count: AHEAD }).map((due) =>
          itemOf(obligation, due, time_zone),
        ),
  );
}

export const since = ({ openedThrough, definition }: StoredObligation): string =>
  openedThrough ?? addDays(definition.schedule.from, -60);

function itemOf({ id, definition, duty }: StoredObligation, due: string, timeZone: string): AgendaItem {
  const opensOn = addDays(due, -definition.leadDays);
  return {
    key: `obligation-open:${id}:${due}`,
    kind: 'obligation-open',
    at: toInstant(timeZone, { date: opensOn, msOfDay: MORNING }),
    facts: { obligation: id, due, ...(duty === null ? { title: definition.title } : { duty }) },
  };
}
