import { effectsOf } from '../../domain/review/rules';
import type { ScoreRules, StandingEffects } from '../../domain/review/rules-schema';
import { isEnded } from '../../domain/engagement/statuses';
import { aggregateOf, vendorStanding } from '../../domain/review/vendor-score';
import type { Db } from '../knex';
import { newestStandings, standingsOf } from '../stores/standings';
import { scoreRules } from './score-rules';
import { rollingScoreOf, rollingScoresOf } from './scorecards';
import { servedByVendor } from './served';

/** The standing in force of an engagement: what was settled last, or the band of its rolling score before that. */
export async function standingInForce(db: Db, engagementId: string): Promise<string> {
  const settled = (await standingsOf(db, engagementId)).at(-1);
  return settled?.inForce ?? (await rollingScoreOf(db, engagementId)).standing;
}

/** The same of several engagements, by their ids. */
export async function standingsInForce(
  db: Db,
  engagementIds: readonly string[],
  rules: ScoreRules,
): Promise<(engagementId: string) => string> {
  const settled = await newestStandings(db, engagementIds);
  const unsettled = engagementIds.filter((id) => !settled.has(id));
  const rollingOf = await rollingScoresOf(db, unsettled, rules);
  return (id) => settled.get(id) ?? rollingOf(id).standing;
}

export interface VendorStanding {
  readonly standing: string;
  readonly effects: StandingEffects;
  /** Running engagements whose own standing is that one. */
  readonly engagementIds: readonly string[];
}

/** The standing of a vendor over the engagements in which it serves, and what it leads to. */
export async function vendorStandingOf(db: Db, vendorId: string, today: string): Promise<VendorStanding> {
  const rules = await scoreRules(db);
  const { engagements } = await servedByVendor(db, vendorId, { on: today, rolling: rules.rolling });
  const served = engagements.filter(({ state }) => !isEnded(state));
  const ids = served.map(({ engagementId }) => engagementId);
  const standingOf = await standingsInForce(db, ids, rules);
  const own = ids.map((engagementId) => ({ engagementId, standing: standingOf(engagementId) }));
  const parts = served.flatMap(({ score, ...one }) => (score === null ? [] : [{ ...one, value: score }]));
  const score = aggregateOf(parts, rules.vendor.score);
  const standing = vendorStanding({ score, standings: own.map((one) => one.standing) }, rules);
  return {
    standing,
    effects: effectsOf(rules, standing),
    engagementIds: own.filter((one) => one.standing === standing).map(({ engagementId }) => engagementId),
  };
}
