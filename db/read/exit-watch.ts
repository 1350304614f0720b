import { dueOnDay } from '../../domain/action-item/marks';
import { addDays } from '../../domain/calendar/civil';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { FOLLOWED, isServing } from '../../domain/engagement/statuses';
import { type Preparation, readinessOn, unreadyFrom } from '../../domain/exit/preparation';
import { openReturns } from '../../domain/exit/returns';
import { type Watched, watchStep } from '../../domain/exit/watch';
import type { Db } from '../knex';
import { newestAlarm } from '../stores/alarms';
import { listRuns } from '../stores/dataset-runs';
import type { EngagementRow } from '../stores/engagements';
import { returnsOf } from '../stores/exit-returns';
import { ifAny } from './agenda-sources';
import { drillDueOn } from './drill-agenda';
import { drillsOf, noticeDaysOf } from './drills';
import { preparationOf } from './preparation';

/** Days after the first of service in which a new exit plan may still become ready. */
const SETTLE_IN_DAYS = 30;

/** What about the exit may be cause for alarm, whether or not it is now. */
export async function exitWatched(db: Db, engagement: EngagementRow, now: number): Promise<readonly Watched[]> {
  const access = engagement.state === 'EXITING' ? [await accessOf(db, engagement)] : [];
  const slow = await slowExits(db, engagement, now);
  if (engagement.criticality === 'general') return [...access, ...slow];
  const known = await preparationOf(db, engagement);
  return [...access, ...slow, readinessOf(engagement, known, now), overdueDrill(engagement, known)];
}

/** What the vendor still holds when the service has ended. */
async function accessOf(db: Db, { id, state, exit_effective_date: endOn, time_zone }: EngagementRow): Promise<Watched> {
  const open = openReturns((await returnsOf(db, id))?.items ?? []);
  const from = state === 'EXITING' && endOn !== null && open.length > 0 ? startOfDate(time_zone, endOn) : null;
  const evidence = { open: open.length, things: open.map(({ title }) => title).slice(0, 20), effectiveDate: endOn };
  return { rule: 'ACCESS_NOT_RETURNED', subject: 'access', severity: 'red', from, evidence };
}

/** Important work in service that could not be taken away from its vendor. */
function readinessOf(
  { state, criticality, live_on, time_zone: zone }: EngagementRow,
  known: Preparation,
  now: number,
): Watched {
  const counts = isServing(state) && criticality !== 'general' && live_on !== null;
  const since = counts ? addDays(live_on, SETTLE_IN_DAYS) : '';
  const today = localDate(zone, now);
  const unready = counts ? unreadyFrom(known, since > today ? since : today) : null;
  const { score } = readinessOn(known, unready ?? today);
  const from = unready === null ? null : startOfDate(zone, unready);
  return { rule: 'EXIT_NOT_READY', subject: 'exit', severity: 'amber', from, evidence: { score } };
}

function overdueDrill(engagement: EngagementRow, known: Preparation): Watched {
  const due = drillDueOn(engagement, known);
  const from = due === null ? null : dueOnDay(engagement.time_zone, due);
  return { rule: 'EXIT_DRILL_OVERDUE', subject: 'exit', severity: 'amber', from, evidence: { due } };
}

/** Datasets whose last drill says that moving them takes longer than the contract gives us. */
async function slowExits(db: Db, engagement: EngagementRow, now: number): Promise<readonly Watched[]> {
  const runs = (
    await ifAny(db, { source: 'dataset_runs', engagementId: engagement.id }, () => listRuns(db, engagement.id))
  ).filter(({ mode, endedAt }) => mode === 'drill' && endedAt !== null);
  const notice = runs.length > 0 ? await noticeDaysOf(db, engagement, now) : 0;
  return [...new Set(runs.map(({ key }) => key))].map((key) => {
    const last = drillsOf(
      runs.filter((run) => run.key === key),
      notice,
    ).findLast(({ estimate }) => estimate !== null);
    const slow = isServing(engagement.state) && (last?.estimate?.flags.length ?? 0) > 0;
    const from = slow && last?.endedAt ? Date.parse(last.endedAt) : null;
    const evidence = { dataset: key, days: last?.estimate?.days ?? null, noticeDays: notice };
    return { rule: 'EXIT_SLOWER_THAN_NOTICE', subject: key, severity: 'red', from, evidence };
  });
}

/** When each of these alarms is to be raised or closed. */
export async function exitWatchAgenda(db: Db, engagement: EngagementRow, now: number): Promise<readonly AgendaItem[]> {
  if (!FOLLOWED.includes(engagement.state)) return [];
  const items: AgendaItem[] = [];
  for (const watched of await exitWatched(db, engagement, now)) {
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
