const COLUMNS = 'term_start, term_months, renewal, renewal_months, notice_months, notice_days, annual_fee';

/** `amended`: the newest amendment that has begun by the day `:today`, of each contract that has one. */
export const AMENDED = `amended as materialized (
    select distinct on (engagement_id) engagement_id, ${COLUMNS} from contract_versions
    where kind = 'amendment' and effective_on <= :today::date order by engagement_id, version desc)`;

/**
 * `binding`: every contract as it binds on the day `:today`, as `contractInForce` finds it for one: as it was signed, or by
 * the newest amendment that has begun.
 */
export const BINDING = `${AMENDED},
  binding as (
    select engagement_id, ${COLUMNS} from amended
    union all select engagement_id, ${COLUMNS} from contracts
      where not exists (select from amended where amended.engagement_id = contracts.engagement_id))`;

/** By the quote that won, `k`. */
const QUOTED = `(k.quote->'annual'->>'amount')::numeric`;

/** What an engagement costs in a year by its contract `c` out of `binding`, else by the quote that won, `k`. */
export const ANNUAL = `coalesce(c.annual_fee, ${QUOTED}, 0)`;

/** What an engagement costs in a year by its line `e` of the portfolio, as its contract was signed. */
export const SIGNED_OF_LINE = 'coalesce(e.annual_fee, e.quoted, 0)';

/** The same as it binds, with the amendment of its contract, `a`. */
export const ANNUAL_OF_LINE =
  'coalesce(case when a.engagement_id is null then e.annual_fee else a.annual_fee end, e.quoted, 0)';

/** The same by the contract `c` as it was signed, its amendment that binds, `a`, and the quote that won, `k`. */
export const ANNUAL_AS_AMENDED = `coalesce(case when a.engagement_id is null then c.annual_fee else a.annual_fee end,
  ${QUOTED}, 0)`;
