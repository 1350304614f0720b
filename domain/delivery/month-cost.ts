import Big from 'big.js';
import { moneyText } from '../amount';
import { businessTimeBetween } from '../calendar/business-time';
import { periodBounds, type Period } from '../calendar/periods';
import type { WorkCalendar } from '../calendar/schema';
import { localDate } from '../calendar/zone';
import { shareBp, sum } from '../decimal';
import type { MoneyText } from '../money';
import type { HourLine, ManagementRules, MonthCost, RoleRate, TaskSource, TimesheetLine } from './ledger-schema';
import { rateOn } from './role-rates';

/** A task of the engine that one of our people has ended. Instants in epoch milliseconds. */
export interface EndedTask {
  readonly source: TaskSource;
  readonly personId: string;
  /** What the person is to the engagement. */
  readonly role: string;
  readonly activeAt: number;
  readonly endedAt: number;
}

export interface LedgerFacts {
  readonly timeZone: string;
  readonly currency: string;
  readonly tasks: readonly EndedTask[];
  readonly timesheets: readonly Pick<TimesheetLine, 'personId' | 'on' | 'hours' | 'role'>[];
  readonly rates: readonly RoleRate[];
  readonly rules: ManagementRules;
  /** By which calendar a person works. */
  readonly calendarOf: (personId: string) => WorkCalendar;
  /** The ratio that the business case assumed; null without one. */
  readonly planBp: number | null;
}

interface Entry {
  readonly role: string;
  readonly source: HourLine['source'];
  readonly hours: Big;
  /** Null where no rate of the role holds. */
  readonly cost: Big | null;
}

const HOUR_MS = 3_600_000;

/**
 * What managing the vendor cost in a month: hours of timesheets, and the usual effort of each task that was ended in it by
 * somebody who wrote no timesheet for the month, each times the rate of its role on its day. Whoever writes hours has told
 * everything. The ratio is cost over what the vendor got; the month is over plan above a multiple of the planned ratio.
 */
export function monthCost(month: Period, facts: LedgerFacts, vendorSpend: MoneyText): Omit<MonthCost, 'closed'> {
  const { timeZone, currency, planBp, rules } = facts;
  const { start, end } = periodBounds(month, timeZone);
  const tasks = facts.tasks.filter(({ endedAt }) => endedAt >= start && endedAt < end);
  const entries = [...timesheetEntries(month, facts), ...taskEntries(tasks, facts, writersOf(month, facts))];
  const cost = sum(entries.map((entry) => entry.cost ?? 0));
  const spend = vendorSpend.currency === currency ? new Big(vendorSpend.amount) : new Big(0);
  const ratioBp = shareBp(cost, spend);
  return {
    month,
    cost: moneyText(cost, currency),
    vendorSpend,
    hours: hoursOf(entries),
    unpricedHours: hoursOf(entries.filter((entry) => entry.cost === null)),
    waitingHours: waitingOf(tasks, facts),
    tasks: tasks.length,
    lines: linesOf(entries, currency),
    ratioBp,
    planBp,
    overPlan:
      ratioBp === null || planBp === null
        ? null
        : cost.times(10_000).times(10_000).gt(spend.times(planBp).times(rules.overrunBp)),
  };
}

const inMonth = (month: Period, { timesheets }: LedgerFacts) =>
  timesheets.filter(({ on }) => on.startsWith(`${month}-`));

/** Who has written hours for the month that were not taken back. */
function writersOf(month: Period, facts: LedgerFacts): ReadonlySet<string> {
  const lines = inMonth(month, facts);
  const hoursBy = (personId: string): Big =>
    sum(lines.filter((line) => line.personId === personId).map(({ hours }) => hours));
  return new Set(lines.map(({ personId }) => personId).filter((personId) => hoursBy(personId).gt(0)));
}

const timesheetEntries = (month: Period, facts: LedgerFacts): readonly Entry[] =>
  inMonth(month, facts).map(({ role, hours, on }) => entryOf(facts, { role, on, hours, source: 'timesheet' }));

const taskEntries = (tasks: readonly EndedTask[], facts: LedgerFacts, writers: ReadonlySet<string>): readonly Entry[] =>
  tasks
    .filter(({ personId }) => !writers.has(personId))
    .map(({ role, source, endedAt }) =>
      entryOf(facts, { role, source, on: localDate(facts.timeZone, endedAt), hours: facts.rules.effort[source] }),
    );

interface Worked {
  readonly role: string;
  readonly source: HourLine['source'];
  readonly on: string;
  readonly hours: number;
}

function entryOf({ rates, currency }: LedgerFacts, { role, source, on, hours }: Worked): Entry {
  const rate = rateOn(rates, { role, on, currency });
  return { role, source, hours: new Big(hours), cost: rate && new Big(rate.perHour.amount).times(hours) };
}

const hoursOf = (entries: readonly Entry[]): number => rounded(sum(entries.map(({ hours }) => hours)));
const rounded = (hours: Big): number => hours.round(2, Big.roundHalfUp).toNumber() + 0;

const waitingOf = (tasks: readonly EndedTask[], { calendarOf }: LedgerFacts): number =>
  rounded(
    sum(
      tasks.map(({ personId, activeAt, endedAt }) =>
        activeAt < endedAt ? businessTimeBetween(calendarOf(personId), activeAt, endedAt) : 0,
      ),
    ).div(HOUR_MS),
  );

/** One line for each role, source and whether it has a price, in the order of their names. */
function linesOf(entries: readonly Entry[], currency: string): HourLine[] {
  const keyOf = ({ role, source, cost }: Entry): string => JSON.stringify([role, source, cost === null]);
  const keys = [...new Set(entries.map(keyOf))].toSorted();
  return keys.flatMap((key) => {
    const group = entries.filter((entry) => keyOf(entry) === key);
    const first = group[0];
    if (!first) return [];
    const total = sum(group.map(({ cost }) => cost ?? 0));
    const cost = first.cost === null ? null : moneyText(total, currency);
    return [{ role: first.role, source: first.source, hours: hoursOf(group), cost }];
  });
}
