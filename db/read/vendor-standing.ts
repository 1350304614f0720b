import { effectsOf } from '../../domain/review/rules';
import type { StandingEffects } from '../../domain/review/rules-schema';
import { isEnded } from '../../domain/engagement/statuses';
import { rollingNow } from '../../domain/review/period-view';
import { aggregateOf, vendorStanding } from '../../domain/review/vendor-score';
import type { Db } from '../knex';
import { standingsOf } from '../stores/standings';
import { scoreRules } from './score-rules';
import { rollingScoreOf } from './scorecards';
import { servedEngagements } from './served';

/** The standing in force of an engagement: what was settled last, or the band of its rolling score before that. */
export async function standingInForce(db: Db, engagementId: string): Promise<string> {
  const settled = (await standingsOf(db, engagementId)).at(-1);
  return settled?.inForce ?? (await rollingScoreOf(db, engagementId)).standing;
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
  const { engagements } = await servedEngagements(db, { vendorId, on: today });
  const served = engagements.filter(({ state }) => !isEnded(state));
  const own: { readonly engagementId: string; readonly standing: string }[] = [];
  // One after the other: within a transaction there is one connection.
  for (const { engagementId } of served) own.push({ engagementId, standing: await standingInForce(db, engagementId) });
  const parts = served.flatMap(({ cards, ...one }) => {
    const { score } = rollingNow(cards, rules);
    return score === null ? [] : [{ ...one, value: score }];
  });
  const score = aggregateOf(parts, rules.vendor.score);
  const standing = vendorStanding({ score, standings: own.map((one) => one.standing) }, rules);
  return {
    standing,
    effects: effectsOf(rules, standing),
    engagementIds: own.filter((one) => one.standing === standing).map(({ engagementId }) => engagementId),
  };
}
