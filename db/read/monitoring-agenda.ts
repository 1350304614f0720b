import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import { newestAlarm } from '../stores/alarms';
import type { EngagementRow } from '../stores/engagements';
import { kpisOf } from '../stores/kpis';

/** What the alarm about a service that nobody measures is about. */
export const UNMONITORED = { rule: 'UNMONITORED', subject: 'quality' } as const;

/** A service without a single KPI is due an alarm at once, until it has one. Reviews come round for every service. */
export async function monitoringAgenda(
  db: Db,
  { id, state, live_on: liveOn }: EngagementRow,
): Promise<readonly AgendaItem[]> {
  if (state !== 'IN_SERVICE' || liveOn === null || (await kpisOf(db, id)).length > 0) return [];
  const alarm = await newestAlarm(db, { engagementId: id, ...UNMONITORED });
  if (alarm && alarm.state !== 'closed') return [];
  return [{ key: `unmonitored:${(alarm?.raised ?? 0) + 1}`, kind: 'unmonitored', at: 0, facts: {} }];
}
