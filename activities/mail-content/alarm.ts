import { findAlarm, newestAlarm } from '../../db/stores/alarms';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import { factsOf } from '../../templates/facts';
import type { MailData } from '../../templates/mail-data';
import type { AlarmPart } from '../../templates/service-mail-data';
import type { Material } from './index';

/** An alarm as it stands now; null when there is none (any more). */
export async function alarmData({ db, engagement, order, frame }: Material): Promise<MailData['alarm'] | null> {
  const { alarm: id, rule = '', subject = '' } = order.facts;
  // Orders of before name the rule and the subject in place of the alarm.
  const alarm =
    id === undefined ? await newestAlarm(db, { engagementId: engagement.id, rule, subject }) : await findAlarm(db, id);
  return alarm && { ...frame, url: `${frame.url}#alarm-${alarm.id}`, ...partOf(alarm) };
}

/** Nothing is said any more once somebody has done what was missing. */
export async function overdueAlarmData(material: Material): Promise<MailData['alarm-overdue'] | null> {
  const data = await alarmData(material);
  const missing = material.order.facts['missing'] === 'plan' ? 'plan' : 'ack';
  return data && { ...data, missing, dueAt: missing === 'plan' ? (data.planDueAt ?? data.ackDueAt) : data.ackDueAt };
}

const partOf = ({ rule, subject, severity, evidence, reopened, ...alarm }: AlarmRecord): AlarmPart => ({
  rule,
  subject,
  severity,
  reopened,
  ackDueAt: Date.parse(alarm.ackDueAt),
  planDueAt: alarm.planDueAt === null ? null : Date.parse(alarm.planDueAt),
  evidence: factsOf(evidence),
});
