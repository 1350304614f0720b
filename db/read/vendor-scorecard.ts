import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import type { ScoreRules } from '../../domain/review/rules-schema';
import { aggregateOf, type Part, vendorStanding } from '../../domain/review/vendor-score';
import type { VendorScorecard } from '../../domain/review/vendor-score-schema';
import { isEnded } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { readLeague } from './league';
import { newestMeasures } from './newest-values';
import { scoreRules } from './score-rules';
import { rollingScoresOf } from './scorecards';
import { standingInForce } from './vendor-standing';
import { type ServedEngagement, servedEngagements } from './served';

/** How a vendor does, engagement by engagement, as a whole and among others. */
export async function vendorScorecard(db: Db, vendorId: string, today: string): Promise<VendorScorecard> {
  const rules = await scoreRules(db);
  const [engagements, { engagements: served, rates, withoutRate }] = await Promise.all([
    engagementScores(db, vendorId, rules),
    servedEngagements(db, { vendorId, on: today }),
  ]);
  const running = served.filter(({ state }) => !isEnded(state));
  const scored = running.flatMap((one) => {
    const found = engagements.find(({ engagementId }) => engagementId === one.engagementId);
    return found && found.score !== null ? [{ ...one, value: found.score, standing: found.standing }] : [];
  });
  const score = aggregateOf(scored, rules.vendor.score);
  return {
    vendorId,
    score,
    standing: vendorStanding({ score, standings: scored.map(({ standing }) => standing) }, rules),
    engagements,
    kpis: await vendorKpis(db, running, rules),
    league: await leaguePlaces(db, { vendorId, running, today }),
    rates: [...rates],
    withoutRate: [...withoutRate],
  };
}

async function engagementScores(db: Db, vendorId: string, rules: ScoreRules): Promise<VendorScorecard['engagements']> {
  const rows = await db<EngagementRow>('engagements')
    .where({ vendor_id: vendorId })
    .orderBy('id')
    .select('id', 'title');
  const ids = rows.map(({ id }) => id);
  const rollingOf = await rollingScoresOf(db, ids, rules);
  return Promise.all(
    rows.map(async ({ id, title }) => ({
      engagementId: id,
      title,
      score: rollingOf(id).score,
      standing: await standingInForce(db, id),
    })),
  );
}

interface Measured extends Part {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
}

/** KPIs that several contracts measure alike, brought together as the rules say. */
async function vendorKpis(
  db: Db,
  running: readonly ServedEngagement[],
  { vendor }: ScoreRules,
): Promise<VendorScorecard['kpis']> {
  const measured = await measuredIn(db, running);
  const groups = new Map<string, Measured[]>();
  for (const one of measured)
    groups.set(`${one.key} ${one.unit}`, [...(groups.get(`${one.key} ${one.unit}`) ?? []), one]);
  return [...groups.values()].flatMap((parts) => {
    const { key, name, unit } = parts[0]!;
    const by = vendor.kpisBy.find((one) => one.key === key)?.by ?? vendor.kpis;
    const value = aggregateOf(parts, by);
    return value === null ? [] : [{ key, name, unit, by, value, engagements: parts.length }];
  });
}

async function measuredIn(db: Db, running: readonly ServedEngagement[]): Promise<readonly Measured[]> {
  const ids = running.map(({ engagementId }) => engagementId);
  const byId = new Map(running.map((one) => [one.engagementId, one]));
  return (await newestMeasures(db, ids)).flatMap(({ engagementId, ...measure }) => {
    const found = byId.get(engagementId);
    return found ? [{ ...measure, spend: found.spend, currency: found.currency }] : [];
  });
}

interface Ranked {
  readonly vendorId: string;
  readonly running: readonly ServedEngagement[];
  readonly today: string;
}

async function leaguePlaces(db: Db, { vendorId, running, today }: Ranked): Promise<VendorScorecard['league']> {
  const categories = SERVICE_TYPES.filter((category) => running.some((one) => one.category === category));
  const leagues = await Promise.all(categories.map((category) => readLeague(db, { category, today })));
  return leagues.flatMap(({ category, peers, minPeers, items }) =>
    items
      .filter((line) => line.vendorId === vendorId)
      .map(({ rank, score, trend, percentile, place }) => ({
        category,
        peers,
        minPeers,
        rank,
        score,
        trend,
        percentile,
        place,
      })),
  );
}
