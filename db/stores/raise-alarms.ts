import { v7 as uuidv7 } from 'uuid';
import type { FoundAlarm } from '../../domain/risk/alarm';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import { type Deadlines, deadlinesOf, raiseAgain, type Raising, raisingOf } from '../../domain/risk/alarm-raising';
import type { Trx } from '../transaction';
import { riskRules } from '../read/risk-rules';
import { workCalendarOf } from '../read/work-calendar';
import { lockNewestAlarm, openAlarm, saveAlarm } from './alarms';
import { appendAudit, engagementStream } from './audit';

interface Where {
  readonly trx: Trx;
  readonly engagement: { readonly id: string; readonly time_zone: string };
  readonly now: number;
}

/**
 * Raises what a rule has found: a new alarm, a closed one opened again, an amber one turned red. What stands already stays
 * as it is. Answers the ids of those that are to be told of; the monitoring of the engagement says it when it plans next.
 */
export async function raiseAlarms(where: Where, found: readonly FoundAlarm[]): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const rules = (await riskRules(where.trx)).alarms;
  const calendar = await workCalendarOf(where.trx, where.engagement.time_zone);
  const ids: string[] = [];
  for (const one of found) {
    const deadlines = deadlinesOf(one.severity, { calendar, rules, now: where.now });
    ids.push(...(await raise(where, one, { deadlines, reopenDays: rules.reopenDays })));
  }
  return ids;
}

interface Terms {
  readonly deadlines: Deadlines;
  readonly reopenDays: number;
}

async function raise(where: Where, found: FoundAlarm, { deadlines, reopenDays }: Terms): Promise<readonly string[]> {
  const { trx, engagement, now } = where;
  const newest = await lockNewestAlarm(trx, { engagementId: engagement.id, ...found });
  const how = raisingOf(newest, { severity: found.severity, now, reopenDays });
  if (how === null) return [];
  if (newest === null || how === 'opened') return open(where, found, deadlines);
  const alarm = raiseAgain(newest, found, { how, deadlines, now });
  await saveAlarm(trx, alarm, now);
  await note(where, { ...alarm, how });
  return [alarm.id];
}

async function open(where: Where, found: FoundAlarm, deadlines: Deadlines): Promise<readonly string[]> {
  const { trx, engagement, now } = where;
  const id = uuidv7();
  if (!(await openAlarm(trx, { ...found, ...deadlines, id, engagementId: engagement.id, now }))) return [];
  await note(where, { ...found, id, raised: 1, how: 'opened' });
  return [id];
}

type Raised = Pick<AlarmRecord, 'id' | 'rule' | 'subject' | 'severity' | 'raised'> & { readonly how: Raising };

const note = ({ trx, engagement, now }: Where, { id, rule, subject, severity, raised, how }: Raised): Promise<void> =>
  appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `alarm:${id}:raised:${raised}`,
      at: now,
      type: `alarm.${how}`,
      channel: 'system',
      payload: { alarmId: id, rule, subject, severity },
    },
  ]);
