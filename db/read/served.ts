import { gather } from '../../domain/currency/gather';
import type { RateUsed } from '../../domain/currency/schema';
import { isEnded, type State } from '../../domain/engagement/statuses';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { ScoreNow } from '../../domain/review/period-view';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import type { Decay } from '../../domain/review/schema';
import type { Db } from '../knex';
import { once } from '../once';
import { ratesOn } from '../stores/exchange-rates';
import { computedScores } from '../stores/rolling-scores';
import { ANNUAL, BINDING } from './binding-contracts';
import { currencyRules } from './currency-rules';

/** Engagements of some vendors, of every vendor of some categories, or of both. */
export interface ServedFilter {
  readonly categories?: readonly string[];
  readonly vendorIds?: readonly string[];
  /** The day whose contracts and rates yearly costs go by. */
  readonly on: string;
  /** How past periods count. */
  readonly rolling: Decay;
}

export interface ServedEngagement extends ScoreNow {
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
}

export interface Served {
  readonly engagements: readonly ServedEngagement[];
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
}

/** Every engagement that has been in service with its rolling score, its yearly cost in the reporting currency where a rate leads there. */
export async function servedEngagements(db: Db, filter: ServedFilter): Promise<Served> {
  const { on } = filter;
  const rows = await scoredRows(db, filter);
  const { reporting: to } = await currencyRules(db);
  // Thousands of amounts that are in it already need no exact arithmetic.
  const foreign = rows.filter(({ currency }) => currency !== to);
  const { parts, rates, withoutRate } = gather(
    foreign.map(({ engagementId, currency, spend }) => ({ engagementId, currency, amount: spend })),
    { to, on, rates: foreign.length === 0 ? [] : await ratesOn(db, on) },
  );
  const converted = new Map(
    parts.flatMap(({ part, exact }) => (exact === null ? [] : [[part.engagementId, exact.toNumber()] as const])),
  );
  const engagements = rows.map((row) => {
    const spend = converted.get(row.engagementId);
    return spend === undefined ? row : { ...row, spend, currency: to };
  });
  return { engagements, rates, withoutRate };
}

export const running = (engagements: readonly ServedEngagement[]): readonly ServedEngagement[] =>
  engagements.filter(({ state }) => !isEnded(state));

/** Those of one vendor. */
export const servedByVendor = (
  db: Db,
  vendorId: string,
  { on, rolling }: Pick<ServedFilter, 'on' | 'rolling'>,
): Promise<Served> =>
  once(db, `servedByVendor ${vendorId} ${on} ${rolling}`, () =>
    servedEngagements(db, { vendorIds: [vendorId], on, rolling }),
  );

async function scoredRows(db: Db, filter: ServedFilter): Promise<readonly ServedEngagement[]> {
  const rows = await servedRows(db, filter);
  const missing = rows.filter(({ kept }) => !kept).map(({ engagementId }) => engagementId);
  const scoreOf = await computedScores(db, missing, filter.rolling);
  return rows.map(({ kept, ...row }) => (kept ? row : { ...row, ...scoreOf(row.engagementId) }));
}

/** Every engagement with its vendor, its yearly cost and what is kept of its scores: one row each. */
async function servedRows(
  db: Db,
  { categories, vendorIds, rolling, on }: ServedFilter,
): Promise<readonly (ServedEngagement & { readonly kept: boolean })[]> {
  const { rows } = await db.raw<{ rows: readonly (ServedEngagement & { readonly kept: boolean })[] }>(
    `with ${BINDING}
     select e.id as "engagementId", e.title, e.service_type as category, e.state, v.id as "vendorId", v.name as vendor,
       e.currency,
       (${ANNUAL})::float8 as spend,
       r.score::float8, r.previous::float8, r.engagement_id is not null as kept
     from engagements e
       join vendors v on v.id = e.vendor_id
       left join binding c on c.engagement_id = e.id
       left join candidates k on k.id = e.candidate_id
       left join rolling_scores r on r.engagement_id = e.id and r.decay = :rolling and r.formula = :formula
     where e.live_on is not null
       and (:categories::text[] is null or e.service_type = any(:categories))
       and (:vendorIds::uuid[] is null or e.vendor_id = any(:vendorIds))
     order by e.id`,
    {
      categories: categories ? [...categories] : null,
      vendorIds: vendorIds ? [...vendorIds] : null,
      rolling,
      today: on,
      formula: ROLLING_FORMULA,
    },
  );
  return rows;
}
