import type { CanaryScan } from '../../domain/exit/deletion-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import type { DatasetId } from './datasets';

/** Made-up values among the data of a dataset, and the look through its source before anything was deleted. */
export interface Canaries {
  readonly values: readonly string[];
  readonly seen: CanaryScan | null;
}

interface Row {
  readonly canaries: readonly string[] | null;
  readonly canaries_seen: CanaryScan | null;
}

const where = ({ engagementId, key }: DatasetId) => ({ engagement_id: engagementId, key });

export async function canariesOf(db: Db, id: DatasetId): Promise<Canaries> {
  const row = await db<Row>('datasets').where(where(id)).first('canaries', 'canaries_seen');
  return { values: row?.canaries ?? [], seen: row?.canaries_seen ?? null };
}

export async function plantCanaries(trx: Trx, id: DatasetId, values: readonly string[]): Promise<void> {
  await trx('datasets')
    .where(where(id))
    .update({ canaries: JSON.stringify(values), version: trx.raw('version + 1') });
}

/** Keeps the look for these values before the deletion, if they are still those that are planted. False when they are not. */
export async function keepSeen(
  db: Db,
  id: DatasetId,
  { values, seen }: { readonly values: readonly string[]; readonly seen: CanaryScan },
): Promise<boolean> {
  const kept: number = await db('datasets')
    .where(where(id))
    .whereNull('canaries_seen')
    .whereRaw('canaries = ?::jsonb', [JSON.stringify(values)])
    .update({ canaries_seen: JSON.stringify(seen) });
  return kept > 0;
}

/** What was planted at the source is to be found nowhere at last, and that goes for us too. */
export async function forgetCanaries(trx: Trx, id: DatasetId): Promise<void> {
  await trx('datasets').where(where(id)).update({ canaries: null });
}
