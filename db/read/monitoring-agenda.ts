import type { AgendaItem } from '../../domain/engagement/agenda';
import { measuredOn } from '../../domain/kpi/leaving';
import type { Db } from '../knex';
import { newestAlarm } from '../stores/alarms';
import type { EngagementRow } from '../stores/engagements';
import { kpisOf } from '../stores/kpis';
import { kpiEnds } from '../stores/partial-terminations';
import { ifAny } from './agenda-sources';

/** What the alarm about a service that nobody measures is about. */
export const UNMONITORED = { rule: 'UNMONITORED', subject: 'quality' } as const;

/** A service without a single KPI is due an alarm at once, until it has one. Reviews come round for every service. */
export async function monitoringAgenda(
  db: Db,
  { id, state, live_on: liveOn }: EngagementRow,
  today: string,
): Promise<readonly AgendaItem[]> {
  if (state !== 'IN_SERVICE' || liveOn === null || (await isMeasured(db, id, today))) return [];
  const alarm = await newestAlarm(db, { engagementId: id, ...UNMONITORED });
  if (alarm && alarm.state !== 'closed') return [];
  return [{ key: `unmonitored:${(alarm?.raised ?? 0) + 1}`, kind: 'unmonitored', at: 0, facts: {} }];
}

/** Whether any KPI is measured on a day. */
export const isMeasured = async (db: Db, engagementId: string, day: string): Promise<boolean> =>
  measuredOn(
    await kpisOf(db, engagementId),
    await ifAny(db, { source: 'partial_terminations', engagementId }, () => kpiEnds(db, engagementId)),
    day,
  ).length > 0;
