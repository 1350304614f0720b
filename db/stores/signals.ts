import type { Signal, SignalView } from '../../domain/risk/record-schema';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: Signal;
  readonly version: number;
}

const toSignal = ({ id, definition, version }: Row): SignalView => ({ id, ...definition, version });

export async function insertSignal(
  trx: Trx,
  { id, engagementId, signal, now }: { id: string; engagementId: string; signal: Signal; now: number },
): Promise<void> {
  const columns = { id, engagement_id: engagementId, definition: JSON.stringify(signal), created_at: new Date(now) };
  await trx('signals').insert(columns).onConflict('id').ignore();
}

export async function lockSignal(trx: Trx, engagementId: string, id: string): Promise<SignalView | null> {
  const row = await trx<Row>('signals').where({ id, engagement_id: engagementId }).forUpdate().first();
  return row ? toSignal(row) : null;
}

export async function saveSignal(trx: Trx, { id, version, ...signal }: SignalView): Promise<void> {
  await trx('signals')
    .where({ id })
    .update({ definition: JSON.stringify(signal), version });
}

/** In the order in which they were recorded. */
export async function signalsOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly SignalView[]> {
  const all = db<Row>('signals').where({ engagement_id: engagementId }).orderBy('id');
  const rows = await cutById(all, slice);
  return rows.map(toSignal);
}
