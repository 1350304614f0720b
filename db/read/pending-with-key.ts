import type { ActionItemRecord } from '../../domain/action-item/schema';
import type { Db } from '../knex';

type Pending = Pick<ActionItemRecord, 'id' | 'key' | 'kind' | 'title'>;

/** Pending work of an engagement whose key begins so, first due first. */
export async function pendingWithKey(db: Db, engagementId: string, prefix: string): Promise<readonly Pending[]> {
  return db<Pending>('action_items')
    .whereRaw("engagement_id = ? and starts_with(key, ?) and state in ('open', 'submitted')", [engagementId, prefix])
    .orderByRaw('due_at, id')
    .select('id', 'key', 'kind', 'title');
}
