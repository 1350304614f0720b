import type { StoredTick } from '../../domain/planning/checklist';
import type { Tick } from '../../domain/planning/checklist-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly done: boolean;
  readonly comment: string | null;
  readonly ticked_by: string;
  readonly ticked_at: Date;
}

export async function ticksOf(db: Db, engagementId: string): Promise<readonly StoredTick[]> {
  const rows = await db<Row>('checklist_ticks').where({ engagement_id: engagementId });
  return rows.map(({ key, done, comment, ticked_by, ticked_at }) => ({
    key,
    done,
    ...(comment !== null && { comment }),
    by: ticked_by,
    at: ticked_at.toISOString(),
  }));
}

export interface TickEntry {
  readonly engagementId: string;
  readonly key: string;
  readonly tick: Tick;
  readonly actorId: string;
  readonly now: number;
}

/** The newest tick of an item is the one that stands. */
export async function saveTick(trx: Trx, { engagementId, key, tick, actorId, now }: TickEntry): Promise<void> {
  const columns = { done: tick.done, comment: tick.comment ?? null, ticked_by: actorId, ticked_at: new Date(now) };
  await trx('checklist_ticks')
    .insert({ engagement_id: engagementId, key, ...columns })
    .onConflict(['engagement_id', 'key'])
    .merge(columns);
}
