import type { ReturnItem } from '../../domain/exit/return-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredReturns {
  readonly items: readonly ReturnItem[];
  readonly version: number;
  /** When somebody last went through the whole list. */
  readonly reviewedBy: string;
  readonly reviewedAt: number;
}

/** Lists that were kept before vendors could declare anything say nothing of it. */
type StoredItem = Omit<ReturnItem, 'declared'> & Partial<Pick<ReturnItem, 'declared'>>;

interface Row {
  readonly engagement_id: string;
  readonly items: readonly StoredItem[];
  readonly version: number;
  readonly reviewed_by: string;
  readonly reviewed_at: Date;
}

export async function returnsOf(db: Db, engagementId: string): Promise<StoredReturns | null> {
  const row = await db<Row>('exit_returns').where({ engagement_id: engagementId }).first();
  if (!row) return null;
  return {
    items: row.items.map((item) => ({ ...item, declared: item.declared ?? null })),
    version: row.version,
    reviewedBy: row.reviewed_by,
    reviewedAt: row.reviewed_at.getTime(),
  };
}

/** Whoever sends the whole list has gone through it. */
export async function saveReturns(
  trx: Trx,
  engagementId: string,
  { items, by, now }: { readonly items: readonly ReturnItem[]; readonly by: string; readonly now: number },
): Promise<void> {
  const at = new Date(now);
  const columns = { items: JSON.stringify(items), reviewed_by: by, reviewed_at: at, updated_at: at };
  await trx('exit_returns')
    .insert({ engagement_id: engagementId, version: 1, ...columns })
    .onConflict('engagement_id')
    .merge({ ...columns, version: trx.raw('exit_returns.version + 1') });
}

/** Something of the list has come back; nobody has gone through the rest. */
export async function saveReturned(
  trx: Trx,
  engagementId: string,
  { items, now }: { readonly items: readonly ReturnItem[]; readonly now: number },
): Promise<void> {
  await trx('exit_returns')
    .where({ engagement_id: engagementId })
    .update({ items: JSON.stringify(items), version: trx.raw('version + 1'), updated_at: new Date(now) });
}
