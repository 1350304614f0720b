import type { Period } from '../../domain/calendar/periods';
import type { CarbonTotal } from '../../domain/green/ledger-schema';
import type { ExchangeRate } from '../../domain/currency/schema';
import { carbonTotal, monthCarbon } from '../../domain/green/ledger';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
import type { Db } from '../knex';
import { ratesOnDays } from '../stores/exchange-rates';
import { emissionsOf } from '../stores/vendor-emissions';
import { emissionFactors } from './carbon';
import { currencyRules } from './currency-rules';
import { whereOf } from './portfolio-filter';
import { lastDayOf, type ManagementTotal, sumManagement } from './portfolio-spend';

interface Paid {
  readonly month: Period;
  readonly serviceType: ServiceTypeName;
  /** Null where the vendor has not told figures of its own. */
  readonly vendorId: string | null;
  readonly currency: string;
  readonly cost: string;
  readonly spend: string;
  readonly months: number;
}

/** Closed months that vendors were paid for: what they cost to manage and what emissions go by. */
const paidMonths = (db: Db, filter: PortfolioFilter, since: Period): Promise<readonly Paid[]> =>
  filter.owner === undefined ? summed(db, filter, since) : ofOwner(db, filter, since);

const SUMMED_BY = {
  // Sums are not kept by owner.
  owner: 'false',
  serviceType: 'service_type = :serviceType',
  criticality: 'criticality = :criticality',
  country: 'country = :country',
};

/** Out of the sums that are kept over all engagements. */
async function summed(db: Db, filter: PortfolioFilter, since: Period): Promise<readonly Paid[]> {
  const { where, values } = whereOf(filter, SUMMED_BY);
  const { rows } = await db.raw<{ rows: readonly Paid[] }>(
    `select month, service_type as "serviceType", nullif(teller, '')::uuid as "vendorId", cost_currency as currency,
       sum(cost)::text as cost, sum(spend)::text as spend, sum(months)::int as months
     from paid_months where month >= :since and country <> '' and ${where}
     group by month, service_type, teller, cost_currency having sum(months) > 0 order by month`,
    { ...values, since },
  );
  return rows;
}

/** Who owns an engagement is in no sum; an owner has few of them. */
async function ofOwner(db: Db, filter: PortfolioFilter, since: Period): Promise<readonly Paid[]> {
  const { where, values } = whereOf(filter);
  const { rows } = await db.raw<{ rows: readonly Paid[] }>(
    `with services as (
       select e.id, e.service_type, told.vendor_id from engagements e
         left join vendors v on v.id = e.vendor_id
         left join (select distinct vendor_id from vendor_emissions) told on told.vendor_id = e.vendor_id
       where e.vendor_id is not null and ${where}
     )
     select month, service_type as "serviceType", vendor_id as "vendorId", managed_currency as currency,
       sum(managed)::text as cost, sum(spend)::text as spend, count(*)::int as months
     from management_costs join services on services.id = management_costs.engagement_id
     where month >= :since and spend > 0 group by month, service_type, vendor_id, managed_currency order by month`,
    { ...values, since },
  );
  return rows;
}

export interface PortfolioMonth extends ManagementTotal {
  readonly month: Period;
  readonly carbon: Omit<CarbonTotal, 'engagements'>;
}

export interface PortfolioMonths {
  readonly months: readonly PortfolioMonth[];
  readonly total: ManagementTotal;
  readonly carbon: Omit<CarbonTotal, 'engagements'>;
}

/** Month by month, what managing vendors cost beside what they got, in the reporting currency, and what services emitted. */
export async function portfolioMonths(db: Db, filter: PortfolioFilter, since: Period): Promise<PortfolioMonths> {
  const paid = await paidMonths(db, filter, since);
  const { reporting: currency } = await currencyRules(db);
  const ratesOf = await ratesOnDays(
    db,
    paid.map(({ month }) => lastDayOf(month)),
  );
  const emitted = await carbonParts(db, paid, ratesOf);
  const months = [...new Set(paid.map(({ month }) => month))].map((month) => ({
    month,
    ...sumManagement(
      paid.filter((one) => one.month === month),
      { currency, ratesOf },
    ),
    carbon: total(emitted.filter((one) => one.month === month)),
  }));
  return { months, total: sumManagement(paid, { currency, ratesOf }), carbon: total(emitted) };
}

type Emitted = Parameters<typeof carbonTotal>[0];

function total(parts: Emitted): Omit<CarbonTotal, 'engagements'> {
  const { engagements: _engagements, ...sums } = carbonTotal(parts, 0);
  return sums;
}

async function carbonParts(db: Db, paid: readonly Paid[], ratesOf: (day: string) => readonly ExchangeRate[]) {
  const factors = await emissionFactors(db);
  const emissions = await emissionsOf(db, [...new Set(paid.flatMap(({ vendorId }) => vendorId ?? []))]);
  return paid.map(({ months, month, vendorId, serviceType, spend, currency }) => {
    const on = lastDayOf(month);
    const own = (vendorId && emissions.get(vendorId)) || [];
    const facts = { month, serviceType, spend: { amount: spend, currency }, factors, emissions: own, on };
    return { months, ...monthCarbon({ ...facts, rates: ratesOf(on) }) };
  });
}
