import { periodAt, shiftPeriod } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { type ManagementShare, managementShares } from '../../domain/delivery/management-share';
import { costsSince } from '../stores/management-costs';
import type { CarbonTotal } from '../../domain/green/ledger-schema';
import type { Db } from '../knex';
import { together } from '../together';
import { portfolioCarbon } from './carbon';
import { type Overruled, overruledSince, yearBefore } from './overruled';
import { managementTotal, type ManagementTotal, portfolioSpend, type PortfolioSpend } from './portfolio-spend';

export interface Portfolio {
  readonly byState: Readonly<Record<string, number>>;
  readonly byHealth: { readonly green: number; readonly amber: number; readonly red: number };
  readonly openAlarms: { readonly amber: number; readonly red: number };
  /** Engagements whose next date has passed. */
  readonly overdue: number;
  /** Closed months of the last year that vendors were paid for, by currency. */
  readonly managementCost: readonly ManagementShare[];
  /** The same as one, in the reporting currency. */
  readonly managementTotal: ManagementTotal;
  readonly spend: PortfolioSpend;
  readonly carbon: CarbonTotal;
  /** What administrators have decided in place of the people asked, in the last year. */
  readonly overruled: Overruled;
}

interface Count {
  readonly key: string;
  readonly n: number;
}

export async function portfolio(db: Db, now: number): Promise<Portfolio> {
  const count = async (table: string, column: string, where = ''): Promise<Record<string, number>> => {
    const { rows } = await db.raw<{ rows: Count[] }>(
      `select ${column} as key, count(*)::int as n from ${table} ${where} group by ${column}`,
    );
    return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
  };
  const [byState, health, alarms, overdue, months, spend, carbon, overruled] = await together(db, [
    () => count('portfolio_lines', 'state'),
    () => count('portfolio_lines', 'health', "where state in ('IN_SERVICE', 'SUSPENDED', 'EXITING')"),
    () => count('alarms', 'severity', "where state <> 'closed'"),
    () => db('engagements').where('next_due_at', '<', new Date(now)).count<{ count: number }[]>('id'),
    () => costsSince(db, shiftPeriod(periodAt(now, 'UTC', 'monthly'), -MONTHS)),
    () => portfolioSpend(db, localDate('UTC', now)),
    () => portfolioCarbon(db, shiftPeriod(periodAt(now, 'UTC', 'monthly'), -MONTHS)),
    () => overruledSince(db, {}, yearBefore(now)),
  ]);
  return {
    byState,
    byHealth: { green: health['green'] ?? 0, amber: health['amber'] ?? 0, red: health['red'] ?? 0 },
    openAlarms: { amber: alarms['amber'] ?? 0, red: alarms['red'] ?? 0 },
    overdue: overdue[0]?.count ?? 0,
    managementCost: managementShares(months),
    managementTotal: await managementTotal(db, months),
    spend,
    carbon,
    overruled,
  };
}

const MONTHS = 12;
