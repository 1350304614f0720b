import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { Db } from '../knex';

/** What somebody who leaves has to do with. */
export interface LeftBehind {
  /** Approvals that wait for their decision. */
  readonly approvals: number;
  /** Open work given to them, or to be checked by them. */
  readonly items: number;
  /** Active people whose manager they are. */
  readonly reports: number;
  /** Engagements that they own and that have not ended. */
  readonly engagements: number;
}

export async function leftBehind(db: Db, id: string): Promise<LeftBehind> {
  const [row] = await db.select<Record<keyof LeftBehind, string>[]>(
    db('request_tasks')
      .join('requests', 'requests.id', 'request_tasks.request_id')
      .where({ 'request_tasks.assignee_id': id, 'request_tasks.status': 'active', 'requests.status': 'pending' })
      .count()
      .as('approvals'),
    db('action_items')
      .whereRaw('(action_items.assignee_id = ? or action_items.approver_id = ?)', [id, id])
      .whereRaw("action_items.state in ('open', 'submitted')")
      .count()
      .as('items'),
    db('users').where({ 'users.manager_id': id, 'users.active': true }).count().as('reports'),
    db('engagements')
      .where({ 'engagements.owner_id': id })
      .whereNotIn('engagements.state', [...ENDED_STATES])
      .count()
      .as('engagements'),
  );
  const count = (name: keyof LeftBehind): number => Number(row?.[name] ?? 0);
  return {
    approvals: count('approvals'),
    items: count('items'),
    reports: count('reports'),
    engagements: count('engagements'),
  };
}
