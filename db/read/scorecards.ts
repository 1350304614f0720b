import { scoreRolling } from '../../domain/review/rolling-score';
import type { ScoreRules } from '../../domain/review/rules-schema';
import type { Db } from '../knex';
import { scorecardsOf } from '../stores/scorecards';
import { scoreRules } from './score-rules';

export interface Rolling {
  readonly score: number | null;
  readonly standing: string;
}

const UNRATED: Rolling = { score: null, standing: 'unrated' };

interface ScoredPeriod {
  readonly period: string;
  readonly score: number | null;
}

const rollingOver = (periods: readonly ScoredPeriod[], { rolling: decay, standing }: ScoreRules): Rolling =>
  periods.length === 0 ? UNRATED : scoreRolling({ periods: [...periods], decay, bands: standing.bands });

/** The rolling score over the closed periods of an engagement. */
export async function rollingScoreOf(db: Db, engagementId: string): Promise<Rolling> {
  const cards = await scorecardsOf(db, engagementId);
  if (cards.length === 0) return UNRATED;
  return rollingOver(
    cards.map(({ period, score }) => ({ period, score })),
    await scoreRules(db),
  );
}

/** The same of several engagements, by their ids. */
export async function rollingScoresOf(
  db: Db,
  engagementIds: readonly string[],
  rules: ScoreRules,
): Promise<(engagementId: string) => Rolling> {
  const { rows } = await db.raw<{ rows: (ScoredPeriod & { engagement_id: string })[] }>(
    `select engagement_id, period, score::float8 from scores_as_they_stand where engagement_id = any(?)`,
    [[...engagementIds]],
  );
  const periods = new Map<string, ScoredPeriod[]>();
  for (const { engagement_id: id, period, score } of rows) {
    const own = periods.get(id) ?? [];
    own.push({ period, score });
    periods.set(id, own);
  }
  return (id) => rollingOver(periods.get(id) ?? [], rules);
}
