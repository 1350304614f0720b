import { isEnded } from '../../domain/engagement/statuses';
import type { StandingBand } from '../../domain/review/rules-schema';
import { vendorHistory, type VendorPeriod } from '../../domain/review/vendor-history';
import type { Db } from '../knex';
import { scoresOf } from '../stores/rolling-scores';
import { scoreRules } from './score-rules';
import { servedByVendor } from './served';

export interface VendorScores {
  readonly periods: readonly VendorPeriod[];
  /** The standings that scores mean now. */
  readonly bands: readonly StandingBand[];
}

/** How the scores of a vendor went, all of its engagements together. */
export async function vendorScores(db: Db, vendorId: string, today: string): Promise<VendorScores> {
  const rules = await scoreRules(db);
  const { engagements } = await servedByVendor(db, vendorId, { on: today, rolling: rules.rolling });
  const cardsOf = await scoresOf(
    db,
    engagements.map(({ engagementId }) => engagementId),
  );
  const scored = engagements.map(({ engagementId, state, spend, currency }) => ({
    ...{ spend, currency, ended: isEnded(state) },
    cards: cardsOf(engagementId),
  }));
  return { periods: vendorHistory(scored, rules), bands: rules.standing.bands };
}
