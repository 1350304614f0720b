import type { State } from '../../domain/engagement/statuses';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { ScoredPeriod } from '../../domain/review/period-view';
import type { Db } from '../knex';

/** Engagements of a vendor, or of every vendor of a category. */
export interface ServedFilter {
  readonly category?: string;
  readonly vendorId?: string;
}

export interface ServedEngagement {
  readonly engagementId: string;
  readonly title: string;
  readonly category: ServiceTypeName;
  readonly state: State;
  readonly vendorId: string;
  readonly vendor: string;
  readonly currency: string;
  /** What it costs in a year by its contract, else by the quote that won: major units. */
  readonly spend: number;
  readonly cards: readonly ScoredPeriod[];
}

/** Every engagement with its vendor, its yearly cost and the scores of its closed periods as they stand, oldest first. */
export async function servedEngagements(
  db: Db,
  { category, vendorId }: ServedFilter,
): Promise<readonly ServedEngagement[]> {
  const { rows } = await db.raw<{ rows: readonly ServedEngagement[] }>(
    `select e.id as "engagementId", e.title, e.service_type as category, e.state, v.id as "vendorId", v.name as vendor,
       e.currency,
       coalesce((c.terms->'monthlyFee'->>'amount')::numeric * 12, (k.quote->'annual'->>'amount')::numeric, 0)::float8 as spend,
       coalesce((select jsonb_agg(jsonb_build_object('period', s.period, 'score', (
           select card.score::float8 from (
             select 1 as revision, s.score
             union all select r.revision, r.score from scorecard_revisions r
               where r.engagement_id = s.engagement_id and r.period = s.period
           ) card order by card.revision desc limit 1)) order by s.period)
         from scorecards s where s.engagement_id = e.id), '[]') as cards
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
