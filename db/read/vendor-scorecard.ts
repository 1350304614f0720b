import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import { leaguePlace } from '../../domain/review/league';
import type { ScoreRules } from '../../domain/review/rules-schema';
import { aggregateOf, type Part, vendorStanding } from '../../domain/review/vendor-score';
import type { VendorScorecard } from '../../domain/review/vendor-score-schema';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { placesInField } from './league-field';
import { newestMeasures } from './newest-values';
import { scoreRules } from './score-rules';
import { rollingScoresOf } from './scorecards';
import { standingsInForce } from './vendor-standing';
import { type Day, vendorDealings } from './vendor-dealings';
import { running, servedByVendor, type ServedEngagement } from './served';

/** How a vendor does, engagement by engagement, as a whole and among others. */
export async function vendorScorecard(db: Db, vendorId: string, day: Day): Promise<VendorScorecard> {
  const { today } = day;
  const rules = await scoreRules(db);
  const engagements = await engagementScores(db, vendorId, { rules, day });
  const served = await servedByVendor(db, vendorId, { on: today, rolling: rules.rolling });
  const own = running(served.engagements);
  const scored = own.flatMap((one) => {
    const found = engagements.find(({ engagementId }) => engagementId === one.engagementId);
    return found && found.score !== null ? [{ ...one, value: found.score, standing: found.standing }] : [];
  });
  const score = aggregateOf(scored, rules.vendor.score);
  return {
    vendorId,
    score,
    standing: vendorStanding({ score, standings: scored.map(({ standing }) => standing) }, rules),
    engagements,
    kpis: await vendorKpis(db, own, rules),
    league: await leaguePlaces(db, { vendorId, own, today, rules }),
    rates: [...served.rates],
    withoutRate: [...served.withoutRate],
  };
}

async function engagementScores(
  db: Db,
  vendorId: string,
  { rules, day }: { readonly rules: ScoreRules; readonly day: Day },
): Promise<VendorScorecard['engagements']> {
  const rows = await db<EngagementRow>('engagements')
    .where({ vendor_id: vendorId })
    .orderBy('id')
    .select('id', 'title');
  const ids = rows.map(({ id }) => id);
  const rollingOf = await rollingScoresOf(db, ids, rules);
  const standingOf = await standingsInForce(db, ids, rules);
  const dealingsOf = await vendorDealings(db, { vendorId, ids }, day);
  return rows.map(({ id, title }) => ({
    engagementId: id,
    title,
    score: rollingOf(id).score,
    standing: standingOf(id),
    ...dealingsOf(id),
  }));
}

interface Measured extends Part {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
}

/** KPIs that several contracts measure alike, brought together as the rules say. */
async function vendorKpis(
  db: Db,
  own: readonly ServedEngagement[],
  { vendor }: ScoreRules,
): Promise<VendorScorecard['kpis']> {
  const measured = await measuredIn(db, own);
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

async function measuredIn(db: Db, own: readonly ServedEngagement[]): Promise<readonly Measured[]> {
  const ids = own.map(({ engagementId }) => engagementId);
  const byId = new Map(own.map((one) => [one.engagementId, one]));
  return (await newestMeasures(db, ids)).flatMap(({ engagementId, ...measure }) => {
    const found = byId.get(engagementId);
    return found ? [{ ...measure, spend: found.spend, currency: found.currency }] : [];
  });
}

interface Ranked {
  readonly vendorId: string;
  readonly own: readonly ServedEngagement[];
  readonly today: string;
  readonly rules: ScoreRules;
}

/** Where the vendor stands in each category in which it serves; all of its peers are summed in one statement. */
async function leaguePlaces(db: Db, { vendorId, own, today, rules }: Ranked): Promise<VendorScorecard['league']> {
  const categories = SERVICE_TYPES.filter((category) => own.some((one) => one.category === category));
  if (categories.length === 0) return [];
  const places = await placesInField(db, { vendorId, categories, today, rules });
  return categories.flatMap((category) =>
    places
      .filter((place) => place.category === category)
      .map(({ own: scored, scores }) => ({
        ...{ category, peers: scores.length, minPeers: rules.league.minPeers },
        ...leaguePlace(scored, scores, rules),
      })),
  );
}
