import { addDays } from '../../domain/calendar/civil';
import { periodDates, type Period } from '../../domain/calendar/periods';
import { EMISSION_FACTORS_KEY, SHIPPED_FACTORS } from '../../domain/green/factors';
import { carbonTotal, monthCarbon } from '../../domain/green/ledger';
import { type CarbonTotal, EmissionFactors, type MonthCarbon } from '../../domain/green/ledger-schema';
import type { MoneyText } from '../../domain/money';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { ratesOnDays } from '../stores/exchange-rates';
import { findSetting } from '../stores/settings';
import { emissionsOf } from '../stores/vendor-emissions';
import { firstMonth, monthsOf, vendorSpendIn } from './management-cost';

export async function emissionFactors(db: Db): Promise<EmissionFactors['factors']> {
  const own = await findSetting(db, EMISSION_FACTORS_KEY);
  return own ? EmissionFactors.parse(own.body).factors : SHIPPED_FACTORS.factors;
}

const lastDay = (month: Period): string => addDays(periodDates(month).end, -1);

interface Months {
  readonly from: Period;
  /** The last month. */
  readonly to: Period;
}

/** What an engagement emitted month by month, by what the vendor got and by the figures that are on record now. */
export async function engagementCarbon(
  db: Db,
  engagement: EngagementRow,
  { from, to }: Months,
): Promise<readonly MonthCarbon[]> {
  const { vendor_id: vendorId, service_type: serviceType } = engagement;
  const factors = await emissionFactors(db);
  const emissions = vendorId === null ? [] : ((await emissionsOf(db, [vendorId])).get(vendorId) ?? []);
  const first = firstMonth(engagement);
  const asked = monthsOf({ from: from > first ? from : first, to });
  const ratesOf = await ratesOnDays(db, asked.map(lastDay));
  const months: MonthCarbon[] = [];
  for (const month of asked) {
    const on = lastDay(month);
    const spend = await vendorSpendIn(db, engagement, month);
    months.push(monthCarbon({ month, spend, serviceType, factors, emissions, on, rates: ratesOf(on) }));
  }
  return months;
}

interface Spent {
  readonly month: string;
  readonly serviceType: ServiceTypeName;
  /** Null where no vendor has told its own figures. */
  readonly vendorId: string | null;
  readonly spend: MoneyText;
  /** Months of engagements that were paid for with it. */
  readonly months: number;
}

/** What vendors were paid for closed months from one on; those without figures of their own as one, for they go by the same factor. */
async function spentSince(db: Db, month: Period): Promise<readonly Spent[]> {
  const { rows } = await db.raw<{ rows: readonly Spent[] }>(
    `select month, service_type as "serviceType", nullif(teller, '')::uuid as "vendorId", sum(months)::int as months,
       json_build_object('amount', sum(spend)::text, 'currency', spend_currency) as spend
     from paid_months where month >= ? and country <> ''
     group by month, service_type, teller, spend_currency having sum(months) > 0`,
    [month],
  );
  return rows;
}

/** Engagements of a vendor that was paid for a month from one on. */
async function paidSince(db: Db, month: Period): Promise<number> {
  const { rows } = await db.raw<{ rows: readonly { readonly n: number }[] }>(
    'select coalesce(sum(engagements), 0)::int as n from paid_engagements where month >= ?',
    [month],
  );
  return rows[0]?.n ?? 0;
}

/** Emissions of closed months from one on, over all engagements. */
export async function portfolioCarbon(db: Db, since: Period): Promise<CarbonTotal> {
  const spent = await spentSince(db, since);
  const factors = await emissionFactors(db);
  const vendorIds = new Set(spent.flatMap(({ vendorId }) => vendorId ?? []));
  const emissions = await emissionsOf(db, [...vendorIds]);
  const ratesOf = await ratesOnDays(
    db,
    spent.map(({ month }) => lastDay(month)),
  );
  const parts = spent.map(({ months, vendorId, ...one }) => {
    const on = lastDay(one.month);
    const own = (vendorId && emissions.get(vendorId)) || [];
    return { months, ...monthCarbon({ ...one, factors, emissions: own, on, rates: ratesOf(on) }) };
  });
  return carbonTotal(parts, await paidSince(db, since));
}
