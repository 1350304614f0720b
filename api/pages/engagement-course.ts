import { localDate } from '../../domain/calendar/zone';
import { type Course, daysOf, gatesOf, linksOf } from '../../domain/engagement/course';
import type { Db } from '../../db/knex';
import { troddenOf } from '../../db/read/engagement-course';
import { termOf } from '../../db/read/term';
import type { EngagementRow } from '../../db/stores/engagements';

/** How an engagement goes through its links and gates, with the days of each. */
export async function courseOf(db: Db, row: EngagementRow, now: number): Promise<Course> {
  const dayOf = (at: number): string => localDate(row.time_zone, at);
  const [trodden, term] = await Promise.all([troddenOf(db, row.id), termOf(db, row.id, dayOf(now))]);
  const [since, passed] = [inDays(trodden.since, dayOf), inDays(trodden.passed, dayOf)];
  const openGate = row.open_gate;
  const links = linksOf(row.state, { leaving: row.exit_cause !== null, openGate, trodden: since.keys() });
  const planned = {
    delivery: term?.currentStart ?? row.needs.startWanted ?? null,
    exit: row.exit_effective_date ?? term?.currentEnd ?? null,
  };
  return {
    links,
    gates: gatesOf(links, { openGate, passed: new Set(passed.keys()) }),
    days: daysOf(links, { created: dayOf(row.created_at.getTime()), since, passed, planned }),
  };
}

const inDays = <K>(times: ReadonlyMap<K, number>, dayOf: (at: number) => string): ReadonlyMap<K, string> =>
  new Map([...times].map(([key, at]) => [key, dayOf(at)]));
