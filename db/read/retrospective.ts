import { addDays } from '../../domain/calendar/civil';
import { periodOfDate, previousPeriod } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { trendOf } from '../../domain/contract/renewal';
import { shareBp, sum } from '../../domain/decimal';
import { moneyText, readMoney } from '../../domain/amount';
import { isOpenIssue } from '../../domain/issue/issue';
import { weighPlanned } from '../../domain/planning/business-case';
import type { ContractYear } from '../../domain/retrospective/retrospective';
import type { RetrospectiveFacts } from '../../domain/retrospective/schema';
import type { MoneyText } from '../../domain/money';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { incidentsOf } from '../stores/incidents';
import { issuesOf } from '../stores/issues';
import { scorecardsOf } from '../stores/scorecards';
import { alarmsSince } from '../stores/alarms';
import { firstMonth, managementCosts } from './management-cost';
import { planningSettings } from './planning-settings';
import { rollingScoreOf } from './scorecards';

/** What the records say of a contract year. One question after the other: a transaction has one connection. */
export async function retrospectiveFacts(
  db: Db,
  engagement: EngagementRow,
  year: ContractYear,
): Promise<RetrospectiveFacts> {
  const { needs } = engagement;
  const cost = await costFacts(db, engagement, year);
  const rolling = await rollingScoreOf(db, engagement.id);
  const cards = await scorecardsOf(db, engagement.id);
  return {
    objective: needs.objectiveType ?? null,
    statement: needs.statement ?? null,
    cost,
    score: {
      rolling: rolling.score,
      standing: rolling.standing,
      trend: trendOf(cards.map(({ score }) => score)),
      ratedPeriods: cards.length,
    },
    ...(await countsOf(db, engagement, year)),
  };
}

async function costFacts(
  db: Db,
  engagement: EngagementRow,
  { anniversary }: ContractYear,
): Promise<RetrospectiveFacts['cost']> {
  const { needs, currency } = engagement;
  const to = previousPeriod(periodOfDate(anniversary, 'monthly'));
  const months = await managementCosts(db, engagement, { from: firstMonth(engagement), to });
  const total = (parts: readonly MoneyText[]): MoneyText =>
    moneyText(sum(parts.map((money) => readMoney(money, { path: 'cost', currency }))), currency);
  const vendor = total(months.map(({ vendorSpend }) => vendorSpend));
  const management = total(months.map(({ cost }) => cost));
  const spent = total([vendor, management]);
  const { rules } = await planningSettings(db);
  const weighed = weighPlanned(needs, { currency, floorBp: rules.managementFloorBp });
  const tco = weighed && 'answer' in weighed ? weighed.answer.tco : null;
  const planned = tco && { tco, years: needs.businessCase?.years ?? 0 };
  // Money of two currencies is not compared.
  const comparable = tco?.currency === currency ? tco : null;
  const place = { path: 'cost', currency };
  return {
    ...{ vendor, management, total: spent, planned },
    spentBp: comparable && shareBp(readMoney(spent, place), readMoney(comparable, place)),
  };
}

async function countsOf(
  db: Db,
  { id, time_zone: zone }: EngagementRow,
  { from, anniversary }: ContractYear,
): Promise<Pick<RetrospectiveFacts, 'issues' | 'alarms' | 'incidents'>> {
  const isWithin = (at: number): boolean => {
    const day = localDate(zone, at);
    return day >= from && day < anniversary;
  };
  const issues = await issuesOf(db, id);
  const alarms = await alarmsSince(db, id, Date.parse(addDays(from, -1)));
  const ofYear = alarms.filter(({ openedAt }) => isWithin(Date.parse(openedAt)));
  const incidents = (await incidentsOf(db, id)).filter(({ detectedAt }) => isWithin(Date.parse(detectedAt)));
  return {
    issues: {
      raised: issues.filter(({ openedAt }) => isWithin(openedAt)).length,
      open: issues.filter(({ state }) => isOpenIssue(state)).length,
    },
    alarms: {
      red: ofYear.filter(({ severity }) => severity === 'red').length,
      amber: ofYear.filter(({ severity }) => severity === 'amber').length,
      open: alarms.filter(({ state }) => state !== 'closed').length,
    },
    incidents: { all: incidents.length, major: incidents.filter(({ severity }) => severity === 'major').length },
  };
}
