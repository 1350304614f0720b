import { type AlarmSubject, lockNewestAlarm, saveAlarm } from './alarms';
import { appendAudit, engagementStream } from './audit';
import type { Trx } from '../transaction';

/** The reason of an alarm has gone: it closes by itself. Says whether one stood. */
export async function settleAlarm(trx: Trx, subject: AlarmSubject, now: number): Promise<boolean> {
  const alarm = await lockNewestAlarm(trx, subject);
  if (!alarm || alarm.state === 'closed') return false;
  const at = new Date(now).toISOString();
  const comments = [...alarm.comments, { at, actorId: null, step: 'settled', text: '' }];
  await saveAlarm(trx, { ...alarm, state: 'closed', closedAt: at, comments, marks: [], marksDone: 0 }, now);
  await appendAudit(trx, engagementStream(subject.engagementId), [
    {
      key: `alarm:${alarm.id}:settled:${alarm.raised}`,
      at: now,
      type: 'alarm.settled',
      channel: 'system',
      payload: { alarmId: alarm.id, rule: alarm.rule, subject: alarm.subject },
    },
  ]);
  return true;
}
