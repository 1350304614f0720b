import { startOfDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { openReturns } from '../../domain/exit/returns';
import { type Watched, watchStep } from '../../domain/exit/watch';
import type { Db } from '../knex';
import { newestAlarm } from '../stores/alarms';
import type { EngagementRow } from '../stores/engagements';
import { returnsOf } from '../stores/exit-returns';

/** What about the exit may be cause for alarm, whether or not it is now. */
export const exitWatched = async (db: Db, engagement: EngagementRow): Promise<readonly Watched[]> => [
  await accessOf(db, engagement),
];

/** What the vendor still holds when the service has ended. */
async function accessOf(db: Db, { id, state, exit_effective_date: endOn, time_zone }: EngagementRow): Promise<Watched> {
  const open = openReturns((await returnsOf(db, id))?.items ?? []);
  const from = state === 'EXITING' && endOn !== null && open.length > 0 ? startOfDate(time_zone, endOn) : null;
  const evidence = { open: open.length, things: open.map(({ title }) => title).slice(0, 20), effectiveDate: endOn };
  return { rule: 'ACCESS_NOT_RETURNED', subject: 'access', severity: 'red', from, evidence };
}

/** When each of these alarms is to be raised or closed. */
export async function exitWatchAgenda(db: Db, engagement: EngagementRow, now: number): Promise<readonly AgendaItem[]> {
  const items: AgendaItem[] = [];
  for (const watched of await exitWatched(db, engagement)) {
    const { rule, subject } = watched;
    const newest = await newestAlarm(db, { engagementId: engagement.id, rule, subject });
    const step = watchStep(watched, newest, now);
    if (!step) continue;
    const { word, at } = step;
    const key = `exit-alarm:${rule}:${subject}:${word}:${newest?.raised ?? 0}`;
    items.push({ key, kind: 'exit-alarm', at, facts: { rule, subject, word } });
  }
  return items;
}
