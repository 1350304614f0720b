import { localDate } from '../../domain/calendar/zone';
import { type AgendaInput, agendaAfter, type AgendaItem, type Cursor } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import { findEngagement } from '../stores/engagements';
import { kpisOf } from '../stores/kpis';
import { termOf } from './term';
import { workCalendarOf } from './work-calendar';

/** What comes next for an engagement in service, computed from its records and the pure calendar. */
export async function agendaOf(
  db: Db,
  engagementId: string,
  { cursor, limit }: { cursor: Cursor; limit: number },
): Promise<readonly AgendaItem[]> {
  const input = await agendaInput(db, engagementId, cursor.at);
  return input ? agendaAfter(input, cursor, limit) : [];
}

async function agendaInput(db: Db, engagementId: string, at: number): Promise<AgendaInput | null> {
  const engagement = await findEngagement(db, engagementId);
  if (engagement?.live_on == null) return null;
  const { time_zone: timeZone, live_on: liveOn, exit_effective_date: exitOn } = engagement;
  const [kpis, term, calendar] = await Promise.all([
    kpisOf(db, engagementId),
    termOf(db, engagementId, localDate(timeZone, at)),
    workCalendarOf(db, timeZone),
  ]);
  const endsByItself = term?.decision === 'exit' || term?.decision === 'expired' || term?.decision === 'renegotiate';
  return {
    timeZone,
    calendar,
    liveOn,
    frequencies: [...new Set(kpis.map(({ frequency }) => frequency))],
    term: term && !endsByItself ? term : null,
    serviceEnd: exitOn ?? (term && (term.decision === 'exit' || term.decision === 'expired') ? term.currentEnd : null),
  };
}
