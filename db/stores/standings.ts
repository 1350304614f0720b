import type { StandingEffect } from '../../domain/review/rules-schema';
import { byEnd, type SettledStanding } from '../../domain/review/settle';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly period: string;
  readonly score: string | null;
  readonly found: string;
  readonly in_force: string;
  readonly before: string | null;
  readonly red_line: boolean;
  readonly card_revision: number;
}

/** Standings of an engagement by the end of their periods, the newest last. */
export const standingsOf = (db: Db, engagementId: string): Promise<readonly SettledStanding[]> =>
  once(db, `standingsOf ${engagementId}`, async () => {
    const rows = await db<Row>('standings').where({ engagement_id: engagementId });
    return rows
      .map((row) => ({
        period: row.period,
        score: row.score === null ? null : Number(row.score),
        found: row.found,
        inForce: row.in_force,
        before: row.before,
        redLine: row.red_line,
        revision: row.card_revision,
      }))
      .sort(byEnd);
  });

/** The standing in force of each engagement, by what was settled last; those without a settled period are left out. */
export async function newestStandings(db: Db, engagementIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db<Row>('standings')
    .whereIn('engagement_id', engagementIds)
    .select('engagement_id', 'period', 'in_force');
  return new Map(rows.toSorted(byEnd).map(({ engagement_id: id, in_force: inForce }) => [id, inForce]));
}

/** A period that is settled anew, because a value was corrected, takes the place of what it said before. */
export async function saveStandings(
  trx: Trx,
  engagementId: string,
  { settled, now }: { readonly settled: readonly SettledStanding[]; readonly now: number },
): Promise<void> {
  const rows = settled.map(({ period, score, found, inForce, before, redLine, revision }) => ({
    engagement_id: engagementId,
    period,
    score,
    found,
    in_force: inForce,
    before,
    red_line: redLine,
    card_revision: revision,
    settled_at: new Date(now),
  }));
  if (rows.length > 0) await trx('standings').insert(rows).onConflict(['engagement_id', 'period']).merge();
}

export interface StartedEffect {
  readonly effect: StandingEffect;
  readonly since: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What the effect needs to take itself back. */
  readonly undo: Readonly<Record<string, string>> | null;
  /** Null while it lasts. */
  readonly until: string | null;
}

interface EffectRow {
  readonly engagement_id: string;
  readonly effect: StandingEffect;
  readonly since_period: string;
  readonly started_at: Date;
  readonly evidence: StartedEffect['evidence'];
  readonly undo: StartedEffect['undo'];
  readonly ended_period: string | null;
  readonly ended_at: Date | null;
}

/** Everything that standings of an engagement have led to, newest first. */
export async function effectsStarted(db: Db, engagementId: string): Promise<readonly StartedEffect[]> {
  const rows = await db<EffectRow>('standing_effects')
    .where({ engagement_id: engagementId })
    .orderBy([{ column: 'started_at', order: 'desc' }, { column: 'effect' }]);
  return rows.map((row) => ({
    effect: row.effect,
    since: row.since_period,
    evidence: row.evidence,
    undo: row.undo,
    until: row.ended_period,
  }));
}

/** One that ended within the same period, by a correction, begins again. */
export async function startEffect(
  trx: Trx,
  engagementId: string,
  { effect, since, evidence, undo, now }: Omit<StartedEffect, 'until'> & { readonly now: number },
): Promise<void> {
  const columns = {
    started_at: new Date(now),
    evidence: JSON.stringify(evidence),
    undo: undo === null ? null : JSON.stringify(undo),
    ended_period: null,
    ended_at: null,
  };
  await trx('standing_effects')
    .insert({ engagement_id: engagementId, effect, since_period: since, ...columns })
    .onConflict(['engagement_id', 'effect', 'since_period'])
    .merge(columns);
}

export async function endEffect(
  trx: Trx,
  engagementId: string,
  { effect, until, now }: { readonly effect: StandingEffect; readonly until: string; readonly now: number },
): Promise<void> {
  await trx('standing_effects')
    .where({ engagement_id: engagementId, effect })
    .whereNull('ended_at')
    .update({ ended_period: until, ended_at: new Date(now) });
}

/** Settled periods whose card has been revised since, with the newest revision. */
export async function revisedSince(
  db: Db,
  engagementId: string,
): Promise<readonly { readonly period: string; readonly revision: number; readonly at: number }[]> {
  const { rows }: { rows: { period: string; revision: number; at: Date }[] } = await db.raw(
    `select r.period, max(r.revision) as revision, max(r.recorded_at) as at
     from scorecard_revisions r join standings s on s.engagement_id = r.engagement_id and s.period = r.period
     where r.engagement_id = ? group by r.period, s.card_revision having max(r.revision) > s.card_revision
     order by r.period`,
    [engagementId],
  );
  return rows.map(({ period, revision, at }) => ({ period, revision, at: at.getTime() }));
}
