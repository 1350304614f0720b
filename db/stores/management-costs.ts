import { MonthCost } from '../../domain/delivery/ledger-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly month: string;
  readonly cost: unknown;
}

/** Closes a month with what it cost; a month that is closed stays as it is. */
export async function insertMonthCost(
  trx: Trx,
  engagementId: string,
  { cost, now }: { readonly cost: MonthCost; readonly now: number },
): Promise<void> {
  await trx('management_costs')
    .insert({ engagement_id: engagementId, month: cost.month, cost: JSON.stringify(cost), closed_at: new Date(now) })
    .onConflict(['engagement_id', 'month'])
    .ignore();
}

/** Closed months of an engagement from one month to another, oldest first. */
export async function closedCosts(
  db: Db,
  engagementId: string,
  { from = '0000-00', to = '9999-99' }: { readonly from?: string; readonly to?: string } = {},
): Promise<readonly MonthCost[]> {
  const rows = await db<Row>('management_costs')
    .where({ engagement_id: engagementId })
    .whereBetween('month', [from, to])
    .orderBy('month');
  return rows.map(({ cost }) => MonthCost.parse(cost));
}

export const closedMonths = async (db: Db, engagementId: string): Promise<ReadonlySet<string>> =>
  new Set(await db<Row>('management_costs').where({ engagement_id: engagementId }).pluck('month'));

export async function newestClosedMonth(db: Db, engagementId: string): Promise<string | null> {
  const row = await db<Row>('management_costs')
    .where({ engagement_id: engagementId })
    .max<{ max: string | null }>('month')
    .first();
  return row?.max ?? null;
}

export interface MonthSums {
  readonly month: string;
  readonly currency: string;
  /** Decimal text. */
  readonly cost: string;
  readonly spend: string;
}

/** What each closed month from one on cost and what vendors got in it, by currency. */
export async function costsSince(db: Db, month: string): Promise<readonly MonthSums[]> {
  const { rows } = await db.raw<{ rows: MonthSums[] }>(
    `select month, cost_currency as currency, sum(cost)::text as cost, sum(spend)::text as spend
     from paid_months where month >= ? group by 1, 2 having sum(months) > 0 order by 2, 1`,
    [month],
  );
  return rows;
}
