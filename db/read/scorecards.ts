import { scoreRolling } from '../../domain/review/rolling-score';
import type { Db } from '../knex';
import { scorecardsOf } from '../stores/scorecards';
import { scoreRules } from './score-rules';

/** The rolling score over the closed periods of an engagement. */
export async function rollingScoreOf(
  db: Db,
  engagementId: string,
): Promise<{ readonly score: number | null; readonly standing: string }> {
  const cards = await scorecardsOf(db, engagementId);
  if (cards.length === 0) return { score: null, standing: 'unrated' };
  const { rolling: decay, standing } = await scoreRules(db);
  return scoreRolling({
    periods: cards.map(({ period, score }) => ({ period, score })),
    decay,
    bands: standing.bands,
  });
}
