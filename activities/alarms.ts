import { v7 as uuidv7 } from 'uuid';
import { workCalendarOf } from '../db/read/work-calendar';
import { openAlarm } from '../db/stores/alarms';
import type { EngagementRow } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import { addBusinessDays } from '../domain/calendar/calendar';
import type { WorkCalendar } from '../domain/calendar/schema';
import { localDate, startOfDate } from '../domain/calendar/zone';
import type { MailOrder } from '../domain/mail/order';
import type { FoundAlarm } from '../domain/risk/alarm';
import { holders, letters } from './agenda/people';

/** Business days within which an alarm must be acknowledged (features.md 1.3). */
const ACKNOWLEDGE_WITHIN = { red: 1, amber: 3 } as const;

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
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  for (const alarm of found) {
    const id = uuidv7();
    const opened = await openAlarm(trx, {
      ...alarm,
      id,
      engagementId: engagement.id,
      ackDueAt: ackDue(calendar, alarm, now),
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

function ackDue(calendar: WorkCalendar, { severity }: FoundAlarm, now: number): number {
  const { timeZone } = calendar;
  const today = localDate(timeZone, now);
  return startOfDate(timeZone, addBusinessDays(calendar, today, ACKNOWLEDGE_WITHIN[severity] + 1));
}
