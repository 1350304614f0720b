import { asOurselves } from '../wall/scope';
import { byEnd } from '../../domain/review/settle';
import type { Scorecard } from '../../domain/kpi/record-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { keepRollingScores } from './rolling-scores';

/** A closed period keeps its card; what a later correction makes of it is a revision beside it. */
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
  await keepRollingScores(trx, [engagementId]);
}

/** What a confirmed correction makes of a card; the card as the period was closed stays what it was. */
export interface CardRevision {
  readonly card: Scorecard;
  readonly correctionId: string;
  readonly reason: string | null;
  readonly now: number;
}

export async function insertCardRevision(
  trx: Trx,
  engagementId: string,
  { card, correctionId, reason, now }: CardRevision,
): Promise<Scorecard> {
  const earlier = await cardHistory(trx, engagementId, card.period);
  const revision = (earlier.at(-1)?.revision ?? 1) + 1;
  const revised = { ...card, revision };
  await trx('scorecard_revisions').insert({
    engagement_id: engagementId,
    period: card.period,
    revision,
    correction_id: correctionId,
    reason,
    score: card.score,
    standing: card.standing,
    card: JSON.stringify(revised),
    recorded_at: new Date(now),
  });
  await keepRollingScores(trx, [engagementId]);
  return revised;
}

export interface CardLine {
  readonly revision: number;
  readonly correctionId: string | null;
  readonly reason: string | null;
  readonly recordedAt: string;
  readonly card: Scorecard;
}

interface HistoryRow {
  readonly revision: number;
  readonly correction_id: string | null;
  readonly reason: string | null;
  readonly recorded_at: Date;
  readonly card: Scorecard;
}

/** Every card of a period, the one it was closed with first. */
export async function cardHistory(db: Db, engagementId: string, period: string): Promise<readonly CardLine[]> {
  const { rows }: { rows: HistoryRow[] } = await db.raw(
    `select 1 as revision, null::uuid as correction_id, null::text as reason, closed_at as recorded_at, card
       from scorecards where engagement_id = :engagementId and period = :period
     union all
     select revision, correction_id, reason, recorded_at, card
       from scorecard_revisions where engagement_id = :engagementId and period = :period
     order by revision`,
    { engagementId, period },
  );
  return rows.map(({ revision, correction_id: correctionId, reason, recorded_at, card }) => ({
    revision,
    correctionId,
    reason,
    recordedAt: recorded_at.toISOString(),
    card,
  }));
}

/** Cards of an engagement as they stand, with confirmed corrections; newest period first. */
export async function scorecardsOf(db: Db, engagementId: string, limit = 120): Promise<readonly Scorecard[]> {
  const { rows }: { rows: { card: Scorecard }[] } = await db.raw(
    `select coalesce(revised.card, scorecards.card) as card
     from scorecards left join lateral (
       select card from scorecard_revisions
       where scorecard_revisions.engagement_id = scorecards.engagement_id
         and scorecard_revisions.period = scorecards.period
       order by revision desc limit 1
     ) revised on true
     where scorecards.engagement_id = ? order by scorecards.period desc`,
    [engagementId],
  );
  // The text of a period does not tell when it ends: a year comes before its months.
  const newestFirst = rows.map(({ card }) => card).sort((a, b) => byEnd(b, a));
  return newestFirst.slice(0, limit);
}

/** Whether the values of a period have been judged already. */
export async function isClosed(db: Db, engagementId: string, period: string): Promise<boolean> {
  // Both sides know that a period is closed; its score is ours.
  const row: unknown = await asOurselves(() =>
    db('scorecards').where({ engagement_id: engagementId, period }).first('period'),
  );
  return row !== undefined;
}

/** Engagements with closed periods, newest first. */
export async function engagementsWithCards(db: Db, limit: number): Promise<readonly string[]> {
  return db<{ engagement_id: string }, string[]>('scorecards')
    .distinct('engagement_id')
    .orderBy('engagement_id', 'desc')
    .limit(limit)
    .pluck('engagement_id');
}
