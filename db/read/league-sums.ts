import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { Scored } from '../../domain/review/league';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import type { ScoreRules } from '../../domain/review/rules-schema';
import type { Db } from '../knex';
import { ANNUAL_AS_AMENDED } from './binding-contracts';

/** A vendor in a category. */
export interface LeaguePair {
  readonly category: string;
  readonly vendorId: string;
}

/** How scores of several services become one, and how past periods count in each of them. */
export type LeagueRules = Pick<ScoreRules, 'vendor' | 'rolling'>;

/** What a vendor scores in a category with all of its running services. */
export interface SummedLine extends LeaguePair, Scored {
  readonly engagements: number;
  /** What the services are paid in. */
  readonly currencies: readonly string[];
  /** Paid in several currencies by which the scores weigh, or with a score that is not kept: not to be summed in SQL. */
  readonly apart: boolean;
  /** Dates from and before which amendments leave it as it is; null without an end. */
  readonly holdsFrom: string | null;
  readonly holdsUntil: string | null;
}

interface Asked {
  readonly today: string;
  readonly rules: LeagueRules;
}

/** `aggregateOf` in SQL, for services in one currency: exact until the one rounding, half-up. */
const AGGREGATES = {
  avg: (value) => meanOf(value, `count(${value})`, `sum(${value})`),
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
  'spend-weighted': (value) => {
    const weight = `sum(spend) filter (where ${value} is not null)`;
    return `case when ${weight} > 0 then ${meanOf(value, weight, `sum(${value} * spend)`)}
      else ${meanOf(value, `count(${value})`, `sum(${value})`)} end`;
  },
} satisfies Readonly<Record<ScoreRules['vendor']['score'], (value: string) => string>>;

function meanOf(value: string, weights: string, points: string): string {
  return `case when count(${value}) > 0 then sign(${points}) * div(20000 * abs(${points}) + ${weights}, 2 * ${weights}) / 10000 end`;
}

/** Running services of the pairs, each with its scores and what it costs in a year by the day `:today`. */
const SERVED = `
  select p.category, p.vendor_id, e.currency, ${ANNUAL_AS_AMENDED} as spend, r.score, r.previous, begins.since, begins.next,
    r.engagement_id is null and exists (select from scorecards s where s.engagement_id = e.id) as unkept
  from unnest(:categories::text[], :vendorIds::uuid[]) as p (category, vendor_id)
    join engagements e on e.vendor_id = p.vendor_id and e.service_type = p.category
    left join contracts c on c.engagement_id = e.id
    left join candidates k on k.id = e.candidate_id
    left join rolling_scores r on r.engagement_id = e.id and r.decay = :rolling and r.formula = :formula
    left join lateral (
      select engagement_id, annual_fee from contract_versions v
      where v.engagement_id = e.id and kind = 'amendment' and effective_on <= :today::date order by version desc limit 1) a on true
    left join lateral (
      select max(effective_on) filter (where effective_on <= :today::date) as since,
        min(effective_on) filter (where effective_on > :today::date) as next
      from contract_versions v where v.engagement_id = e.id and kind = 'amendment') begins on true
  where e.live_on is not null and e.state <> all(:ended)`;

/** Some vendors in some categories, as they stand; who has no running service there is left out. */
export async function summedLines(
  db: Db,
  pairs: readonly LeaguePair[],
  { today, rules }: Asked,
): Promise<readonly SummedLine[]> {
  if (pairs.length === 0) return [];
  const by = rules.vendor.score;
  const aggregate = AGGREGATES[by];
  const { rows } = await db.raw<{ rows: readonly SummedLine[] }>(
    `select category, vendor_id as "vendorId", count(*)::int as engagements,
       array_agg(distinct currency order by currency) as currencies,
       bool_or(unkept) or (:weighs and count(distinct currency) > 1) as apart,
       (${aggregate('score')})::float8 as score, (${aggregate('previous')})::float8 as previous,
       max(since)::text as "holdsFrom", min(next)::text as "holdsUntil"
     from (${SERVED}) served group by category, vendor_id order by category, vendor_id`,
    {
      ...{ categories: pairs.map(({ category }) => category), vendorIds: pairs.map(({ vendorId }) => vendorId) },
      ...{ rolling: rules.rolling, formula: ROLLING_FORMULA },
      ...{ today, ended: [...ENDED_STATES], weighs: by === 'spend-weighted' },
    },
  );
  return rows;
}
