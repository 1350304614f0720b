import { v7 as uuidv7 } from 'uuid';
import type { Trx } from '../../db/transaction';
import { workCalendarOf } from '../../db/read/work-calendar';
import { saveHealth } from '../../db/stores/engagements';
import { openAlarm } from '../../db/stores/alarms';
import { contractOf } from '../../db/stores/contracts';
import { kpisOf, latestValues } from '../../db/stores/kpis';
import { insertScorecard } from '../../db/stores/scorecards';
import { addBusinessDays } from '../../domain/calendar/calendar';
import type { WorkCalendar } from '../../domain/calendar/schema';
import { frequencyOf } from '../../domain/calendar/periods';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { closePeriod } from '../../domain/kpi/close-period';
import { healthOf } from '../../domain/engagement/health';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { MailKind, MailOrder } from '../../domain/mail/order';
import { type FoundAlarm, kpiAlarms } from '../../domain/risk/kpi-alarms';
import type { AgendaStep, PerformItem } from './index';
import { holders, letters } from './people';

/** A period is over: whoever owes values is asked for them. */
export const askForValues: PerformItem = async (step) => ({
  mails: await askMissing(step, { kind: 'kpi-request', subject: step.item.facts['period'] ?? '' }),
});

/** Around the due date, whoever still owes values is asked again. */
export const remindOfValues: PerformItem = async (step) => ({
  mails: await askMissing(step, { kind: 'kpi-reminder', subject: step.item.key }),
});

async function askMissing(
  step: AgendaStep,
  { kind, subject }: { kind: MailKind; subject: string },
): Promise<readonly MailOrder[]> {
  const { trx, engagement, item, now } = step;
  const owed = await owedKpis(trx, engagement.id, item.facts['period'] ?? '');
  const byVendor = owed.filter(({ source }) => source === 'vendor');
  const byUs = owed.filter(({ source }) => source === 'internal');
  const ask = (kpis: readonly KpiDefinition[], people: readonly string[]): readonly MailOrder[] =>
    kpis.length === 0
      ? []
      : letters(engagement, people, {
          kind,
          subject,
          facts: { ...item.facts, kpis: kpis.map(({ name }) => name).join(', ') },
          now,
        });
  return [...ask(byVendor, holders(engagement, 'vendorRep')), ...ask(byUs, holders(engagement, 'serviceManager'))];
}

async function owedKpis(trx: Trx, engagementId: string, period: string): Promise<readonly KpiDefinition[]> {
  const kpis = (await kpisOf(trx, engagementId)).filter(({ frequency }) => frequency === frequencyOf(period));
  const given = new Set((await latestValues(trx, engagementId, period)).map(({ key }) => key));
  return kpis.filter(({ key }) => !given.has(key));
}

/** The time for values is over: the period gets its card, and what the card shows raises alarms. */
export const closeCollection: PerformItem = async ({ trx, engagement, item, now }) => {
  const period = item.facts['period'] ?? '';
  const kpis = (await kpisOf(trx, engagement.id)).filter(({ frequency }) => frequency === frequencyOf(period));
  if (kpis.length === 0) return {};
  const values = await latestValues(trx, engagement.id, period);
  const contract = await contractOf(trx, engagement.id);
  const card = closePeriod({ period, kpis, values, contract: contract?.terms ?? null });
  await insertScorecard(trx, engagement.id, { card, now });
  const health = healthOf(card.score);
  await saveHealth(trx, engagement.id, health);
  const mails = await soundAlarms({ trx, engagement, now }, kpiAlarms({ kpis, card }));
  return { mails, relabel: health !== engagement.health };
};

/** Business days within which an alarm must be acknowledged (features.md 1.3). */
const ACKNOWLEDGE_WITHIN = { red: 1, amber: 3 } as const;

async function soundAlarms(
  { trx, engagement, now }: Pick<AgendaStep, 'trx' | 'engagement' | 'now'>,
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
