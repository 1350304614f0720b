import { ENDED_STATES } from '../../domain/engagement/statuses';
import { type Scored, scoredOf } from '../../domain/review/league';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import type { ScoreRules } from '../../domain/review/rules-schema';
import type { Db } from '../knex';
import { ANNUAL, BINDING } from './binding-contracts';
import { currencyRules } from './currency-rules';
import { running } from './league';
import { type ServedEngagement, servedEngagements } from './served';

/** A vendor in a category, with the score of its running services together. */
export interface FieldLine extends Scored {
  readonly category: string;
  readonly vendorId: string;
}

interface Asked {
  readonly categories: readonly string[];
  readonly today: string;
  readonly rules: Pick<ScoreRules, 'vendor' | 'rolling'>;
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

/**
 * Every vendor of some categories: thousands of services are summed where they are. A vendor that is paid in another
 * currency, or of which a score is not kept, stands in `apart`.
 */
async function summed(db: Db, { categories, today, rules }: Asked) {
  const aggregate = AGGREGATES[rules.vendor.score];
  const { reporting } = await currencyRules(db);
  const { rows } = await db.raw<{ rows: readonly (FieldLine & { readonly apart: boolean })[] }>(
    `with ${BINDING},
     served as (
       select e.service_type, e.vendor_id, ${ANNUAL} as spend, r.score, r.previous,
         e.currency <> :reporting or r.engagement_id is null as apart
       from engagements e
         left join binding c on c.engagement_id = e.id
         left join candidates k on k.id = e.candidate_id
         left join rolling_scores r on r.engagement_id = e.id and r.decay = :rolling and r.formula = :formula
       where e.live_on is not null and e.vendor_id is not null and e.service_type = any(:categories) and e.state <> all(:ended))
     select service_type as category, vendor_id as "vendorId", bool_or(apart) as apart,
       (${aggregate('score')})::float8 as score, (${aggregate('previous')})::float8 as previous
     from served group by service_type, vendor_id order by service_type, vendor_id`,
    {
      ...{ categories: [...categories], ended: [...ENDED_STATES], reporting, today },
      ...{ rolling: rules.rolling, formula: ROLLING_FORMULA },
    },
  );
  return rows;
}

/** Every vendor that serves in some categories, with what its running services score together. */
export async function leagueField(db: Db, asked: Asked): Promise<readonly FieldLine[]> {
  const lines = await summed(db, asked);
  const apart = lines.filter((line) => line.apart);
  if (apart.length === 0) return lines;
  const { today: on, rules, categories } = asked;
  const vendorIds = [...new Set(apart.map(({ vendorId }) => vendorId))];
  const { engagements } = await servedEngagements(db, { categories, vendorIds, on, rolling: rules.rolling });
  const own = new Map<string, ServedEngagement[]>();
  for (const one of running(engagements)) own.set(keyOf(one), [...(own.get(keyOf(one)) ?? []), one]);
  return lines.map((line) => (line.apart ? { ...line, ...scoredOf(own.get(keyOf(line)) ?? [], rules) } : line));
}

const keyOf = ({ category, vendorId }: Pick<FieldLine, 'category' | 'vendorId'>): string => `${category} ${vendorId}`;
