import type { Trx } from '../../db/transaction';
import { saveHealth } from '../../db/stores/engagements';
import { contractInForce } from '../../db/read/contract-in-force';
import { kpiSeries } from '../../db/read/kpi-series';
import { riskRules } from '../../db/read/risk-rules';
import { kpisOf, latestValues } from '../../db/stores/kpis';
import { insertScorecard } from '../../db/stores/scorecards';
import { frequencyOf } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { closePeriod } from '../../domain/kpi/close-period';
import { healthOf } from '../../domain/engagement/health';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { MailKind, MailOrder } from '../../domain/mail/order';
import { kpiAlarms } from '../../domain/risk/kpi-alarms';
import { soundAlarms } from '../alarms';
import type { AgendaStep, PerformItem } from './index';
import { holders, letters, withAlarms } from './people';

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
  const contract = await contractInForce(trx, engagement.id, localDate(engagement.time_zone, now));
  const card = closePeriod({ period, kpis, values, contract: contract?.terms ?? null });
  await insertScorecard(trx, engagement.id, { card, now });
  const health = healthOf(card.score);
  await saveHealth(trx, engagement.id, health);
  const history = await kpiSeries(trx, engagement.id, { frequency: frequencyOf(period), until: period });
  const found = kpiAlarms({ kpis, card, history }, (await riskRules(trx)).series);
  const mails = await soundAlarms({ trx, engagement, now }, found);
  return { ...withAlarms(mails), relabel: health !== engagement.health };
};
