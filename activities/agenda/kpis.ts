import type { Trx } from '../../db/transaction';
import { saveHealth } from '../../db/stores/engagements';
import { cardOf, definitionsFor } from '../../db/read/period-card';
import { kpiSeries } from '../../db/read/kpi-series';
import { riskRules } from '../../db/read/risk-rules';
import { latestValues } from '../../db/stores/kpis';
import { insertScorecard } from '../../db/stores/scorecards';
import { frequencyOf } from '../../domain/calendar/periods';
import { healthOf } from '../../domain/engagement/health';
import { periodValues } from '../../domain/kpi/period-values';
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

/** KPIs of a period, as they were defined for it, of which there is nothing yet. */
async function owedKpis(trx: Trx, engagementId: string, period: string): Promise<readonly KpiDefinition[]> {
  const { kpis } = await definitionsFor(trx, engagementId, period);
  const found = periodValues(kpis, await latestValues(trx, engagementId, period));
  return kpis.filter(({ key }) => found.get(key)?.status === 'missing');
}

/** The time for values is over: the period gets its card, and what the card shows raises alarms. */
export const closeCollection: PerformItem = async ({ trx, engagement, item, now }) => {
  const period = item.facts['period'] ?? '';
  const closed = await cardOf(trx, engagement, period);
  if (!closed) return {};
  const { card, kpis } = closed;
  await insertScorecard(trx, engagement.id, { card, now });
  const health = healthOf(card.score);
  await saveHealth(trx, engagement.id, health);
  const history = await kpiSeries(trx, engagement.id, { frequency: frequencyOf(period), until: period });
  const found = kpiAlarms({ kpis, card, history }, (await riskRules(trx)).series);
  const mails = await soundAlarms({ trx, engagement, now }, found);
  return { ...withAlarms(mails), relabel: health !== engagement.health };
};
