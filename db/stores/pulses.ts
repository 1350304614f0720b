import type { NewPulse, PulseView } from '../../domain/planning/pulse-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly day: string;
  readonly score: number;
  readonly n: number;
  readonly comment: string | null;
  readonly recorded_by: string;
}

export interface PulseEntryRow {
  readonly id: string;
  readonly engagementId: string;
  readonly pulse: NewPulse;
  readonly actorId: string;
  readonly now: number;
}

/** Adds the survey of a day; says false where that day has one already. A repetition finds its own. */
export async function insertPulse(
  trx: Trx,
  { id, engagementId, pulse, actorId, now }: PulseEntryRow,
): Promise<boolean> {
  await trx('pulses')
    .insert({
      id,
      engagement_id: engagementId,
      day: pulse.date,
      score: pulse.score,
      n: pulse.n,
      comment: pulse.comment ?? null,
      recorded_by: actorId,
      recorded_at: new Date(now),
    })
    .onConflict()
    .ignore();
  return (await trx<Row>('pulses').where({ id }).first('id')) !== undefined;
}

/** Surveys recorded one by one, in the order of their days. */
export async function pulsesOf(db: Db, engagementId: string): Promise<readonly PulseView[]> {
  const rows = await db<Row>('pulses').where({ engagement_id: engagementId }).orderBy('day');
  return rows.map(({ day, score, n, comment, recorded_by }) => ({
    date: day,
    score,
    n,
    comment,
    recordedBy: recorded_by,
  }));
}
