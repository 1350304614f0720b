import { monthsBetween } from '../calendar/periods';
import type { FoundAlarm } from '../risk/alarm';
import type { ManagementRules, MonthCost } from './ledger-schema';

/** The alarm that the newest months give rise to: all of them over plan, one after the other. Months are oldest first. */
export function overrunOf(
  months: readonly MonthCost[],
  { overrunMonths }: Pick<ManagementRules, 'overrunMonths'>,
): FoundAlarm | null {
  const last = months.slice(-overrunMonths);
  const [first, newest] = [last[0], last.at(-1)];
  if (!first || !newest || last.length < overrunMonths) return null;
  const inARow = monthsBetween(first.month, newest.month) === overrunMonths - 1;
  if (!inARow || !last.every(({ overPlan }) => overPlan === true)) return null;
  const { month, cost, vendorSpend } = newest;
  return {
    rule: 'MGMT_COST_OVERRUN',
    subject: 'cost',
    severity: 'amber',
    evidence: {
      month,
      managementCost: cost,
      vendorSpend,
      ratioPercent: percent(newest.ratioBp),
      planPercent: percent(newest.planBp),
      monthsInARow: last.length,
    },
  };
}

const percent = (bp: number | null): number | null => (bp === null ? null : bp / 100);
