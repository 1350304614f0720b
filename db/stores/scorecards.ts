import type { Scorecard } from '../../domain/kpi/record-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** A closed period keeps its card; a later correction of a value shows in the values, not here. */
export async function insertScorecard(
  trx: Trx,
  engagementId: string,
  { card, now }: { card: Scorecard; now: number },
): Promise<void> {
  await trx('scorecards')
    .insert({
      engagement_id: engagementId,
      period: card.period,
      score: card.score,
      standing: card.standing,
      card: JSON.stringify(card),
      closed_at: new Date(now),
    })
    .onConflict(['engagement_id', 'period'])
    .ignore();
}

/** Cards of an engagement, newest period first. */
export async function scorecardsOf(db: Db, engagementId: string, limit = 120): Promise<readonly Scorecard[]> {
  const rows = await db<{ engagement_id: string; period: string; card: Scorecard }>('scorecards')
    .where({ engagement_id: engagementId })
    .orderBy('period', 'desc')
    .limit(limit)
    .select('card');
  return (rows as readonly { card: Scorecard }[]).map(({ card }) => card);
}

/** Engagements with closed periods, newest first. */
export async function engagementsWithCards(db: Db, limit: number): Promise<readonly string[]> {
  return db<{ engagement_id: string }, string[]>('scorecards')
    .distinct('engagement_id')
    .orderBy('engagement_id', 'desc')
    .limit(limit)
    .pluck('engagement_id');
}
