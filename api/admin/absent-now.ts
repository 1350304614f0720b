import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import type { Person } from '../../domain/people/people';
import { comingAbsences, type ComingAbsence } from '../../db/read/coming-absences';
import type { Db } from '../../db/knex';

/** Which of some people are away on their own day, and until when. */
export async function absentNow(
  db: Db,
  ids: readonly string[],
  now: number,
): Promise<(person: Pick<Person, 'id' | 'timeZone'>) => ComingAbsence | null> {
  // A day of grace: dates are those of each person's own time zone.
  const away = await comingAbsences(db, ids, addDays(localDate('UTC', now), -1));
  return ({ id, timeZone }) => {
    const today = localDate(timeZone, now);
    return away.find(({ personId, from, to }) => personId === id && from <= today && today <= to) ?? null;
  };
}
