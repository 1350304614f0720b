import type { ScoreRules } from '../../domain/review/rules-schema';
import { standingOf } from '../../domain/review/standing';
import type { Db } from '../knex';
import { rollingScores } from '../stores/rolling-scores';
import { scoreRules } from './score-rules';

export interface Rolling {
  readonly score: number | null;
  readonly standing: string;
}

/** The rolling score over the closed periods of an engagement. */
export async function rollingScoreOf(db: Db, engagementId: string): Promise<Rolling> {
  const rollingOf = await rollingScoresOf(db, [engagementId], await scoreRules(db));
  return rollingOf(engagementId);
}

/** The same of several engagements, by their ids. */
export async function rollingScoresOf(
  db: Db,
  engagementIds: readonly string[],
  { rolling, standing: { bands } }: ScoreRules,
): Promise<(engagementId: string) => Rolling> {
  const scoreOf = await rollingScores(db, engagementIds, rolling);
  return (id) => {
    const { score } = scoreOf(id);
    return { score, standing: standingOf(score, bands) };
  };
}
