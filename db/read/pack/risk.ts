import { incidentsOf } from '../../stores/incidents';
import { listAlarms } from '../../stores/alarms';
import { startOfDate } from '../../../domain/calendar/zone';
import type { PackAlarm, PackIncident } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

const MOST = 500;

/** Alarms that stand, and those that were closed in what is talked about or after it. */
export async function alarmsPart({ trx, engagement, head }: Reading): Promise<PackAlarm[]> {
  const since = startOfDate(engagement.time_zone, head.from);
  const alarms = await listAlarms(trx, { engagementId: engagement.id, after: null, limit: MOST });
  return alarms
    .filter(({ closedAt }) => closedAt === null || Date.parse(closedAt) >= since)
    .map(({ id, rule, subject, severity, state, openedAt, closedAt }) => ({
      id,
      rule,
      subject,
      severity,
      state,
      openedAt,
      closedAt,
    }));
}

/** Incidents since the beginning of what is talked about, and older ones that are still open. */
export async function incidentsPart({ trx, engagement, head }: Reading): Promise<PackIncident[]> {
  const since = startOfDate(engagement.time_zone, head.from);
  return (await incidentsOf(trx, engagement.id))
    .filter(({ detectedAt, state }) => state === 'open' || Date.parse(detectedAt) >= since)
    .map(({ id, type, severity, detectedAt, personalData, state, closing }) => ({
      id,
      type,
      severity,
      detectedAt: new Date(detectedAt).toISOString(),
      personalData,
      state,
      rootCause: closing?.rootCause ?? null,
    }));
}
