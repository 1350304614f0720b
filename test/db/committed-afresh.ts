import type { Db } from '../../db/knex';
import { whereOf } from '../../db/read/portfolio-filter';
import type { Commitment } from '../../domain/vendor/concentration';
import type { Counted } from '../../db/read/committed-parts';

const BOUND = "('CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED', 'EXITING')";
const quoted = "(k.quote->'annual'->>'amount')::numeric";

/** The sums of what is signed, counted over all engagements. */
export const SUMS_AFRESH = `
  select e.vendor_id, e.service_type, e.criticality, e.currency, count(*)::int, sum(coalesce(c.annual_fee, ${quoted}, 0))
  from engagements e left join contracts c on c.engagement_id = e.id left join candidates k on k.id = e.candidate_id
  where e.state in ${BOUND} and e.vendor_id is not null group by 1, 2, 3, 4`;

/** What running engagements cost in a year by vendor, importance and currency, as the newest amendment says that has begun. */
export async function countAfresh(
  db: Db,
  { filter = {}, without, on }: Counted,
): Promise<readonly (Commitment & { readonly currency: string })[]> {
  const { where, values } = whereOf(filter);
  const { rows } = await db.raw<{ rows: readonly (Commitment & { readonly currency: string })[] }>(
    `select v.id as "vendorId", v.name as "vendorName", v.id as "groupId", v.name as "groupName", v.country,
       e.criticality, e.currency, count(*)::int as engagements,
       sum(coalesce(case when a.engagement_id is null then c.annual_fee else a.annual_fee end, ${quoted}, 0))::float8 as annual
     from engagements e join vendors v on v.id = e.vendor_id left join contracts c on c.engagement_id = e.id
       left join candidates k on k.id = e.candidate_id
       left join (select distinct on (engagement_id) * from contract_versions
         where kind = 'amendment' and effective_on <= :on::date order by engagement_id, version desc) a on a.engagement_id = e.id
     where e.state in ${BOUND} and e.id is distinct from :without::uuid and ${where}
     group by v.id, e.criticality, e.currency order by v.id, e.criticality, e.currency`,
    { ...values, on, without: without ?? null },
  );
  return rows;
}
