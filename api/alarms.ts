import { DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { advanceAlarm, type AlarmStep } from '../domain/risk/alarm';
import { escalationMarks } from '../domain/risk/alarm-raising';
import type { AlarmRecord, AlarmView } from '../domain/risk/alarm-schema';
import { riskRules } from '../db/read/risk-rules';
import { workCalendarOf } from '../db/read/work-calendar';
import { findAlarm, lockAlarm, saveAlarm } from '../db/stores/alarms';
import { appendAudit, type Channel, engagementStream } from '../db/stores/audit';
import type { Db } from '../db/knex';
import { inTransaction, type Trx } from '../db/transaction';
import { scopedEngagement } from './engagement-scope';
import { planAgain } from './plan-again';
import type { Services } from './services';

/** What everybody who may read an alarm sees of it. */
export const viewOf = ({ raised: _r, told: _t, marks: _m, marksDone: _d, ...alarm }: AlarmRecord): AlarmView => alarm;

export async function readableAlarm(db: Db, id: string, actor: Person): Promise<AlarmView> {
  const alarm = await findAlarm(db, id);
  if (!alarm) throw new DomainError('NOT_FOUND', 'There is no such alarm.');
  await scopedEngagement(db, alarm.engagementId, { actor, act: 'read' });
  return viewOf(alarm);
}

export interface AlarmDoing {
  readonly id: string;
  readonly step: AlarmStep;
  readonly comment: string;
  readonly actor: Person;
  readonly channel: Channel;
  readonly now: number;
  /** Identity of the call in the audit trail. */
  readonly newId: string;
}

/** Takes an alarm one step further; of two people at once the second meets what the first did. */
export async function actOnAlarm(
  deps: Pick<Services, 'db' | 'gateway' | 'log'>,
  doing: AlarmDoing,
): Promise<AlarmView> {
  const alarm = await inTransaction(deps.db, (trx) => stepAlarm(trx, doing));
  await planAgain(deps, alarm.engagementId);
  return viewOf(alarm);
}

async function stepAlarm(
  trx: Trx,
  { id, step, comment, actor, channel, now, newId }: AlarmDoing,
): Promise<AlarmRecord> {
  const alarm = await lockAlarm(trx, id);
  if (!alarm) throw new DomainError('NOT_FOUND', 'There is no such alarm.');
  const { time_zone } = await scopedEngagement(trx, alarm.engagementId, { actor, act: 'edit' });
  const planMarks = await planMarksOf(trx, alarm, time_zone);
  const changed = advanceAlarm(alarm, step, { at: now, actorId: actor.id, text: comment, planMarks });
  await saveAlarm(trx, changed, now);
  const payload = { alarmId: id, rule: alarm.rule, subject: alarm.subject, comment };
  await appendAudit(trx, engagementStream(alarm.engagementId), [
    { key: `alarm:${newId}`, at: now, type: `alarm.${step}`, actorId: actor.id, channel, payload },
  ]);
  return changed;
}

async function planMarksOf(trx: Trx, { planDueAt }: AlarmRecord, timeZone: string): Promise<readonly number[]> {
  if (planDueAt === null) return [];
  const { alarms: rules } = await riskRules(trx);
  const calendar = await workCalendarOf(trx, timeZone);
  return escalationMarks(Date.parse(planDueAt), { calendar, rules });
}
