import { saveHealth } from '../../db/stores/engagements';
import { isAutomated, owedKpis, valueTaskKey } from '../../db/read/owed-values';
import { cardOf, definitionsFor } from '../../db/read/period-card';
import { valueReporterOf } from '../../db/read/value-reporter';
import { kpiSeries } from '../../db/read/kpi-series';
import { riskRules } from '../../db/read/risk-rules';
import { endItem, openActionItem } from '../../db/stores/action-items';
import { keepForecasts } from '../../db/stores/kpi-forecasts';
import { cardHistory, insertScorecard } from '../../db/stores/scorecards';
import { frequencyOf } from '../../domain/calendar/periods';
import { healthOf } from '../../domain/engagement/health';
import { dueOnDay } from '../../domain/action-item/marks';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { MailKind, MailOrder } from '../../domain/mail/order';
import { kpiAlarms } from '../../domain/risk/kpi-alarms';
import { soundAlarms } from '../alarms';
import { type Closed, settleCredits } from '../credits/settle';
import { settleStandingsFrom, type Standing } from '../standing/settle';
import { judgeImprovement } from './improvement';
import type { AgendaOutcome, AgendaStep, PerformItem } from './index';
import { holders, letters, withAlarms } from './people';

/** A period is over: whoever owes values is asked for them. */
export const askForValues: PerformItem = async (step) => {
  const period = step.item.facts['period'] ?? '';
  const owed = await owedKpis(step.trx, step.engagement.id, period);
  // A collection that begins anew asks anew.
  const subject = step.item.key.replace(/^kpi-open:/, '');
  return { mails: await askMissing(step, owed, { kind: 'kpi-request', subject }) };
};

/** Around the due date, whoever still owes values is asked again. */
export const remindOfValues: PerformItem = async (step) => {
  const owed = await owedKpis(step.trx, step.engagement.id, step.item.facts['period'] ?? '');
  return {
    mails: await askMissing(step, owed, { kind: 'kpi-reminder', subject: step.item.key }),
    replan: await askByHand(step, owed.filter(isAutomated)),
  };
};

async function askMissing(
  { trx, engagement, item, now }: AgendaStep,
  owed: readonly KpiDefinition[],
  { kind, subject }: { kind: MailKind; subject: string },
): Promise<readonly MailOrder[]> {
  const byVendor = owed.filter(({ source }) => source === 'vendor');
  const byUs = owed.filter(({ source }) => source === 'internal');
  const ask = (kpis: readonly KpiDefinition[], people: readonly string[]): readonly MailOrder[] => {
    const facts = { ...item.facts, keys: kpis.map(({ key }) => key).join(',') };
    return kpis.length === 0 ? [] : letters(engagement, people, { kind, subject, facts, now });
  };
  const reporter = await valueReporterOf(trx, engagement);
  const theirs = reporter ? [reporter.partyId] : holders(engagement, 'vendorRep');
  return [...ask(byVendor, theirs), ...ask(byUs, holders(engagement, 'serviceManager'))];
}

/** What no automatic source has delivered becomes work for whoever manages the service; once for each period. */
async function askByHand(step: AgendaStep, kpis: readonly KpiDefinition[]): Promise<boolean> {
  const { trx, engagement, item, now } = step;
  const { period = '', due = '' } = item.facts;
  if (kpis.length === 0 || due === '') return false;
  const [assigneeId = engagement.owner_id] = holders(engagement, 'serviceManager');
  const opened = await openActionItem(trx, {
    key: valueTaskKey(engagement.id, period),
    engagementId: engagement.id,
    kind: 'kpi-value',
    title: `${kpis.map(({ name }) => name).join(', ')} (${period})`.slice(0, 200),
    assigneeId,
    escalateIds: [engagement.owner_id],
    opensAt: now,
    dueAt: dueOnDay(engagement.time_zone, due),
    remindDays: [1],
    now,
  });
  return opened !== null;
}

/** A confirmed correction has changed a card: standings and credits follow from what it says now. */
export const takeRevisionIn: PerformItem = async ({ trx, engagement, item, now }) => {
  const period = item.facts['period'] ?? '';
  const card = (await cardHistory(trx, engagement.id, period)).at(-1)?.card;
  if (!card) return {};
  const { kpis } = await definitionsFor(trx, engagement.id, period);
  return consequences({ trx, engagement, now }, { card, kpis });
};

/** What a card leads to. */
async function consequences(where: Standing, closed: Closed): Promise<Pick<AgendaOutcome, 'mails' | 'replan'>> {
  const standing = await settleStandingsFrom(where, closed.card.period);
  const credits = withAlarms(await settleCredits(where, closed));
  await keepForecasts(where.trx, where.engagement.id);
  return { mails: [...standing.mails, ...credits.mails], replan: standing.replan || credits.replan };
}

/** The time for values is over: the period gets its card, and what the card shows raises alarms. */
export const closeCollection: PerformItem = async ({ trx, engagement, item, now }) => {
  const period = item.facts['period'] ?? '';
  const closed = await cardOf(trx, engagement, period);
  if (!closed) return {};
  const { card, kpis } = closed;
  await endItem(trx, valueTaskKey(engagement.id, period), now);
  await insertScorecard(trx, engagement.id, { card, now });
  const health = healthOf(card.score);
  await saveHealth(trx, engagement.id, health);
  const history = await kpiSeries(trx, engagement.id, { frequency: frequencyOf(period), until: period });
  const found = kpiAlarms({ kpis, card, history }, (await riskRules(trx)).series);
  const alarms = withAlarms(await soundAlarms({ trx, engagement, now }, found));
  const further = await consequences({ trx, engagement, now }, closed);
  const improved = await judgeImprovement({ trx, engagement, now }, card);
  return {
    mails: [...alarms.mails, ...further.mails],
    replan: alarms.replan || further.replan || improved,
    relabel: health !== engagement.health,
  };
};
