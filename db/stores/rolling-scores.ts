import { rollingNow, type ScoredPeriod, type ScoreNow } from '../../domain/review/period-view';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import { Decay } from '../../domain/review/schema';
import type { Db } from '../knex';
import { inTransaction, type Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly decay: Decay;
  readonly formula: number;
  readonly score: number | null;
  readonly previous: number | null;
}

/** Keeps what the closed periods of these engagements make, as they stand in this transaction. */
export async function keepRollingScores(trx: Trx, engagementIds: readonly string[]): Promise<void> {
  await trx.raw(
    `select pg_advisory_xact_lock(hashtext('rolling-scores:' || id)) from unnest(?::text[]) id order by id`,
    [[...engagementIds]],
  );
  const cardsOf = await scoresOf(trx, engagementIds);
  const rows = engagementIds.flatMap((id) => rowsOf(id, cardsOf(id)));
  if (rows.length > 0) await trx<Row>('rolling_scores').insert(rows).onConflict(['engagement_id', 'decay']).merge();
}

const rowsOf = (id: string, cards: readonly ScoredPeriod[]): readonly Row[] =>
  cards.length === 0
    ? []
    : Decay.options.map((decay) => ({
        engagement_id: id,
        decay,
        formula: ROLLING_FORMULA,
        ...rollingNow(cards, { rolling: decay }),
      }));

/** What is kept of these engagements; what is not, because an older program closed a period, is computed. */
export async function rollingScores(
  db: Db,
  engagementIds: readonly string[],
  decay: Decay,
): Promise<(engagementId: string) => ScoreNow> {
  if (engagementIds.length === 0) return computedScores(db, [], decay);
  const { rows } = await db.raw<{ rows: readonly (ScoreNow & { readonly id: string })[] }>(
    `select engagement_id as id, score::float8, previous::float8 from rolling_scores
     where engagement_id = any(?) and decay = ? and formula = ?`,
    [[...engagementIds], decay, ROLLING_FORMULA],
  );
  const kept = new Map(rows.map(({ id, score, previous }) => [id, { score, previous }]));
  const missing = engagementIds.filter((id) => !kept.has(id));
  const computed = await computedScores(db, missing, decay);
  return (id) => kept.get(id) ?? computed(id);
}

/** The same without a look at what is kept. */
export async function computedScores(
  db: Db,
  engagementIds: readonly string[],
  decay: Decay,
): Promise<(engagementId: string) => ScoreNow> {
  const cardsOf = await scoresOf(db, engagementIds);
  return (id) => rollingNow(cardsOf(id), { rolling: decay });
}

/** Scores of closed periods as they stand, by engagement; of some periods or of all. */
export async function scoresOf(
  db: Db,
  engagementIds: readonly string[],
  periods: readonly string[] | null = null,
): Promise<(engagementId: string) => readonly ScoredPeriod[]> {
  const found = new Map<string, ScoredPeriod[]>();
  if (engagementIds.length === 0) return () => [];
  const { rows } = await db.raw<{ rows: readonly (ScoredPeriod & { readonly id: string })[] }>(
    `select engagement_id as id, period, score::float8 from scores_as_they_stand
     where engagement_id = any(:ids) and (:periods::text[] is null or period = any(:periods))`,
    { ids: [...engagementIds], periods: periods && [...periods] },
  );
  for (const { id, period, score } of rows) {
    const own = found.get(id) ?? [];
    own.push({ period, score });
    found.set(id, own);
  }
  return (id) => found.get(id) ?? [];
}

const TOGETHER = 50;

/**
 * Keeps the scores of engagements of which none are kept, because their periods were closed before scores were. Goes on
 * where it was broken off, and stops when it is told to; answers how many were kept.
 */
export async function keepMissingScores(db: Db, stop?: AbortSignal): Promise<number> {
  let [after, all]: [string | null, number] = [null, 0];
  for (;;) {
    const ids: readonly string[] = await withoutScores(db, after);
    const last = ids.at(-1);
    if (last === undefined || stop?.aborted) return all;
    await inTransaction(db, (trx) => keepRollingScores(trx, ids));
    [after, all] = [last, all + ids.length];
  }
}

async function withoutScores(db: Db, after: string | null): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: readonly { readonly id: string }[] }>(
    `select id from engagements
     where (:after::uuid is null or id > :after)
       and exists (select from scorecards where scorecards.engagement_id = engagements.id)
       and not exists (select from rolling_scores
         where rolling_scores.engagement_id = engagements.id and formula = :formula)
     order by id limit :limit`,
    { after, formula: ROLLING_FORMULA, limit: TOGETHER },
  );
  return rows.map(({ id }) => id);
}
