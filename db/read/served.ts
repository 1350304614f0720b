import { gather } from '../../domain/currency/gather';
import type { RateUsed } from '../../domain/currency/schema';
import type { State } from '../../domain/engagement/statuses';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { ScoredPeriod } from '../../domain/review/period-view';
import type { Db } from '../knex';
import { ratesOn } from '../stores/exchange-rates';
import { currencyRules } from './currency-rules';

/** Engagements of a vendor, or of every vendor of a category. */
export interface ServedFilter {
  readonly category?: string;
  readonly vendorId?: string;
  /** The day whose rates make yearly costs comparable. */
  readonly on: string;
}

export interface ServedEngagement {
  readonly engagementId: string;
  readonly title: string;
  readonly category: ServiceTypeName;
  readonly state: State;
  readonly vendorId: string;
  readonly vendor: string;
  /** The reporting currency; its own where no rate leads there. */
  readonly currency: string;
  /** What it costs in a year by its contract, else by the quote that won: major units of `currency`. */
  readonly spend: number;
  readonly cards: readonly ScoredPeriod[];
}

export interface Served {
  readonly engagements: readonly ServedEngagement[];
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
}

/** Every engagement that has been in service, its yearly cost in the reporting currency where a rate leads there. */
export async function servedEngagements(db: Db, { on, ...filter }: ServedFilter): Promise<Served> {
  const rows = await servedRows(db, filter);
  const { reporting: to } = await currencyRules(db);
  const { parts, rates, withoutRate } = gather(
    rows.map((row) => ({ ...row, amount: row.spend })),
    { to, on, rates: await ratesOn(db, on) },
  );
  const engagements = parts.map(({ part: { amount: _amount, ...row }, exact }) =>
    exact === null ? row : { ...row, spend: exact.toNumber(), currency: to },
  );
  return { engagements, rates, withoutRate };
}

/** Every engagement with its vendor, its yearly cost and the scores of its closed periods as they stand, oldest first. */
async function servedRows(
  db: Db,
  { category, vendorId }: Omit<ServedFilter, 'on'>,
): Promise<readonly ServedEngagement[]> {
  const { rows } = await db.raw<{ rows: readonly ServedEngagement[] }>(
    `select e.id as "engagementId", e.title, e.service_type as category, e.state, v.id as "vendorId", v.name as vendor,
       e.currency,
       coalesce((c.terms->'monthlyFee'->>'amount')::numeric * 12, (k.quote->'annual'->>'amount')::numeric, 0)::float8 as spend,
       coalesce((select jsonb_agg(jsonb_build_object('period', s.period, 'score', s.score::float8) order by s.period)
         from scores_as_they_stand s where s.engagement_id = e.id), '[]') as cards
     from engagements e
       join vendors v on v.id = e.vendor_id
       left join contracts c on c.engagement_id = e.id
       left join candidates k on k.id = e.candidate_id
     where e.live_on is not null
       and (:category::text is null or e.service_type = :category)
       and (:vendorId::uuid is null or e.vendor_id = :vendorId)
     order by e.id`,
    { category: category ?? null, vendorId: vendorId ?? null },
  );
  return rows;
}
