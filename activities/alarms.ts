import { v7 as uuidv7 } from 'uuid';
import { acknowledgeUntil } from '../db/read/alarm-due';
import { openAlarm } from '../db/stores/alarms';
import type { EngagementRow } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import type { FoundAlarm } from '../domain/risk/alarm';
import { holders, letters } from './agenda/people';

interface Where {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** Opens each alarm that is not open already, and tells the owner; of a red one also the sponsor. */
export async function soundAlarms(
  { trx, engagement, now }: Where,
  found: readonly FoundAlarm[],
): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const alarm of found) {
    const id = uuidv7();
    const opened = await openAlarm(trx, {
      ...alarm,
      id,
      engagementId: engagement.id,
      ackDueAt: await acknowledgeUntil(trx, engagement.time_zone, { severity: alarm.severity, now }),
      now,
    });
    const people = alarm.severity === 'red' ? holders(engagement, 'owner', 'sponsor') : holders(engagement, 'owner');
    const facts = {
      rule: alarm.rule,
      subject: alarm.subject,
      severity: alarm.severity,
      period: String(alarm.evidence['period'] ?? ''),
    };
    if (opened) mails.push(...letters(engagement, people, { kind: 'alarm', subject: id, facts, now }));
  }
  return mails;
}
