import type { ActionItem } from '../../domain/action-item/schema';
import type { Db } from '../knex';

/** Pending work of an engagement whose key begins so, first due first. */
export async function pendingWithKey(
  db: Db,
  engagementId: string,
  prefix: string,
): Promise<readonly Pick<ActionItem, 'id' | 'kind' | 'title'>[]> {
  return db<Pick<ActionItem, 'id' | 'kind' | 'title'>>('action_items')
    .whereRaw("engagement_id = ? and starts_with(key, ?) and state in ('open', 'submitted')", [engagementId, prefix])
    .orderByRaw('due_at, id')
    .select('id', 'kind', 'title');
}
