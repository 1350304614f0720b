import { addBusinessDays } from '../../domain/calendar/calendar';
import { toInstant } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { FOLLOWED } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { exitTasksOf } from '../stores/exit-tasks';
import { ifAny } from './agenda-sources';
import { workCalendarOf } from './work-calendar';

/** Business days from the day on which a task is due. */
const RECALLS = { reminder: -3, due: 0, overdue: 1 } as const;
const MORNING = 9 * 3_600_000;

/** Whoever owes an open task of the exit is reminded before its day and on it; when it is late its owner hears of it too. */
export const exitTaskAgenda = async (db: Db, engagement: EngagementRow): Promise<readonly AgendaItem[]> =>
  FOLLOWED.includes(engagement.state) ? taskRecalls(db, engagement) : [];

/** The same in whatever state the engagement is. */
export async function taskRecalls(
  db: Db,
  { id, time_zone: zone }: Pick<EngagementRow, 'id' | 'time_zone'>,
): Promise<readonly AgendaItem[]> {
  const open = (await ifAny(db, { source: 'exit_tasks', engagementId: id }, () => exitTasksOf(db, id))).filter(
    (task) => task.state === 'open',
  );
  const calendar = open.length > 0 ? await workCalendarOf(db, zone) : null;
  return open.flatMap(({ key: task, due }) =>
    Object.entries(RECALLS).map(([word, days]) => {
      const day = days === 0 || !calendar ? due : addBusinessDays(calendar, due, days);
      const at = toInstant(zone, { date: day, msOfDay: MORNING });
      return { key: `exit-task:${task}:${word}`, kind: 'exit-task', at, facts: { task, word, due } } as const;
    }),
  );
}
