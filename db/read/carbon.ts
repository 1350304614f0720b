import { addDays } from '../../domain/calendar/civil';
import { periodDates, type Period } from '../../domain/calendar/periods';
import { EMISSION_FACTORS_KEY, SHIPPED_FACTORS } from '../../domain/green/factors';
import { carbonTotal, monthCarbon } from '../../domain/green/ledger';
import { type CarbonTotal, EmissionFactors, type MonthCarbon } from '../../domain/green/ledger-schema';
import type { MoneyText } from '../../domain/money';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { ratesOn } from '../stores/exchange-rates';
import { findSetting } from '../stores/settings';
import { emissionsOf } from '../stores/vendor-emissions';
import { firstMonth, monthsOf, vendorSpendIn } from './management-cost';

async function emissionFactors(db: Db): Promise<EmissionFactors['factors']> {
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
  const months: MonthCarbon[] = [];
  for (const month of monthsOf({ from: from > first ? from : first, to })) {
    const on = lastDay(month);
    const [spend, rates] = [await vendorSpendIn(db, engagement, month), await ratesOn(db, on)];
    months.push(monthCarbon({ month, spend, serviceType, factors, emissions, on, rates }));
  }
  return months;
}

interface Spent {
  readonly engagementId: string;
  readonly month: string;
  readonly serviceType: ServiceTypeName;
  readonly vendorId: string;
  readonly spend: MoneyText;
}

/** Closed months from one on that vendors were paid for. */
async function spentSince(db: Db, month: Period): Promise<readonly Spent[]> {
  const { rows } = await db.raw<{ rows: readonly Spent[] }>(
    `select m.engagement_id as "engagementId", m.month, e.service_type as "serviceType", e.vendor_id as "vendorId",
       m.cost->'vendorSpend' as spend
     from management_costs m join engagements e on e.id = m.engagement_id
     where m.month >= ? and e.vendor_id is not null and (m.cost->'vendorSpend'->>'amount')::numeric > 0
     order by m.month, m.engagement_id`,
    [month],
  );
  return rows;
}

/** Emissions of closed months from one on, over all engagements. */
export async function portfolioCarbon(db: Db, since: Period): Promise<CarbonTotal> {
  const spent = await spentSince(db, since);
  const factors = await emissionFactors(db);
  const emissions = await emissionsOf(db, [...new Set(spent.map(({ vendorId }) => vendorId))]);
  const rates = new Map<string, Awaited<ReturnType<typeof ratesOn>>>();
  for (const month of new Set(spent.map((one) => one.month))) rates.set(month, await ratesOn(db, lastDay(month)));
  return carbonTotal(
    spent.map((one) => ({
      engagementId: one.engagementId,
      ...monthCarbon({
        ...one,
        factors,
        emissions: emissions.get(one.vendorId) ?? [],
        on: lastDay(one.month),
        rates: rates.get(one.month) ?? [],
      }),
    })),
  );
}
