import { addDays } from '../../domain/calendar/civil';
import { nextPeriod, periodAt, periodBounds, periodDates, type Period } from '../../domain/calendar/periods';
import type { WorkCalendar } from '../../domain/calendar/schema';
import type { MonthCost, RoleRate } from '../../domain/delivery/ledger-schema';
import { monthCost, type LedgerFacts } from '../../domain/delivery/month-cost';
import { type VendorSpend, vendorSpendOf } from '../../domain/delivery/vendor-spend';
import { weighPlanned } from '../../domain/planning/business-case';
import { currencyIn, moneyText, readAmount } from '../../domain/amount';
import type { MoneyText } from '../../domain/money';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { closedCosts } from '../stores/management-costs';
import type { EngagementRow } from '../stores/engagements';
import { timesheetsOf } from '../stores/timesheets';
import { candidatesOf } from '../stores/vendors';
import { contractInForce } from './contract-in-force';
import { endedTasks } from './ended-tasks';
import { managementRules, roleRates } from './ledger-settings';
import { planningSettings } from './planning-settings';
import { workCalendarOf } from './work-calendar';

interface Months {
  readonly from: Period;
  /** The last month. */
  readonly to: Period;
}

/** The month in which an engagement was opened: before it there is nothing to count. */
export const firstMonth = ({ created_at, time_zone }: EngagementRow): Period =>
  periodAt(created_at.getTime(), time_zone, 'monthly');

export const monthsOf = ({ from, to }: Months): readonly Period[] => {
  const months: Period[] = [];
  for (let month = from; month <= to; month = nextPeriod(month)) months.push(month);
  return months;
};

/** What managing the vendor cost month by month: closed months as they were closed, the others as they stand. */
export async function managementCosts(
  db: Db,
  engagement: EngagementRow,
  { from, to }: Months,
): Promise<readonly MonthCost[]> {
  const closed = new Map((await closedCosts(db, engagement.id, { from, to })).map((cost) => [cost.month, cost]));
  const asked = monthsOf({ from: later(from, firstMonth(engagement)), to });
  const open = asked.filter((month) => !closed.has(month));
  const counted = open.length === 0 ? [] : await countMonths(db, engagement, open);
  const byMonth = new Map(counted.map((cost) => [cost.month, cost]));
  return asked.flatMap((month) => closed.get(month) ?? byMonth.get(month) ?? []);
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** Counts months from what is on record now. */
export async function countMonths(
  db: Db,
  engagement: EngagementRow,
  months: readonly Period[],
): Promise<readonly MonthCost[]> {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const facts = await factsOf(db, engagement, { from: first, to: last });
  const costs: MonthCost[] = [];
  for (const month of months) {
    const spend = await vendorSpendIn(db, engagement, month);
    costs.push({ ...monthCost(month, facts, spend), closed: false });
  }
  return costs;
}

async function factsOf(db: Db, engagement: EngagementRow, { from, to }: Months): Promise<LedgerFacts> {
  const { id, time_zone: timeZone, currency } = engagement;
  const span = { from: periodBounds(from, timeZone).start, to: periodBounds(to, timeZone).end };
  const { tasks, people } = await endedTasks(db, engagement, span);
  const days = { from: periodDates(from).start, to: addDays(periodDates(to).end, -1) };
  const calendars = await calendarsOf(db, people);
  const office = await workCalendarOf(db, timeZone);
  const settings = await planningSettings(db);
  return {
    timeZone,
    currency,
    tasks,
    timesheets: await timesheetsOf(db, id, days),
    rates: [...(await roleRates(db)), ...plannedRates(engagement)],
    rules: await managementRules(db),
    calendarOf: (personId) => calendars.get(personId) ?? office,
    planBp: planOf(engagement, settings.rules.managementFloorBp),
  };
}

async function calendarsOf(db: Db, people: readonly Person[]): Promise<ReadonlyMap<string, WorkCalendar>> {
  const byZone = new Map<string, WorkCalendar>();
  for (const zone of new Set(people.map(({ timeZone }) => timeZone))) byZone.set(zone, await workCalendarOf(db, zone));
  return new Map(
    people.flatMap(({ id, timeZone }) => {
      const calendar = byZone.get(timeZone);
      return calendar ? [[id, calendar] as const] : [];
    }),
  );
}

function planOf({ needs, currency }: EngagementRow, floorBp: number): number | null {
  const weighed = weighPlanned(needs, { currency, floorBp });
  return weighed && 'answer' in weighed ? weighed.answer.managementShareBp : null;
}

const EVER = '1900-01-01';

/** Rates of the business case stand in for roles that have none of their own: whatever has been set is newer. */
function plannedRates({ needs, currency }: EngagementRow): readonly RoleRate[] {
  return (needs.businessCase?.mgmtHoursPerWeek ?? []).map(({ role, rate }) => ({
    role,
    from: EVER,
    perHour: moneyText(readAmount(rate, { path: 'rate' }), currencyIn(rate) ?? needs.currency ?? currency),
  }));
}

/** What the vendor gets for a month, by what is on record now. */
export const vendorSpendIn = async (db: Db, engagement: EngagementRow, month: Period): Promise<MoneyText> =>
  vendorSpendOf(month, await spendFacts(db, engagement, month));

async function spendFacts(db: Db, engagement: EngagementRow, month: Period): Promise<VendorSpend> {
  const { id, currency, live_on: liveOn, exit_effective_date: serviceEnd, candidate_id: candidateId } = engagement;
  const contract = await contractInForce(db, id, addDays(periodDates(month).end, -1));
  const candidate = candidateId === null ? null : (await candidatesOf(db, id)).find((one) => one.id === candidateId);
  const oneOff = candidate?.quote?.oneOff;
  return {
    currency,
    liveOn,
    serviceEnd,
    monthlyFee: contract?.terms.monthlyFee ?? null,
    oneOffs:
      liveOn !== null && oneOff !== undefined
        ? [{ on: liveOn, money: moneyText(readAmount(oneOff, { path: 'oneOff', currency }), currency) }]
        : [],
  };
}
