import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { Db } from '../knex';

/** Open work of engagements that have ended. */
export const pendingOfEnded = (db: Db): Promise<readonly string[]> =>
  db('action_items')
    .join('engagements', 'engagements.id', 'action_items.engagement_id')
    .whereIn('engagements.state', ENDED_STATES)
    .whereIn('action_items.state', ['open', 'submitted'])
    .orderBy(['action_items.due_at', 'action_items.id'])
    .pluck('action_items.id');

/** Closed engagements that did not wait for all their tasks. */
export const closedWithTasks = (db: Db): Promise<readonly string[]> =>
  db('engagements')
    .where({ state: 'CLOSED' })
    .whereExists(
      db('exit_tasks').whereRaw("engagement_id = engagements.id and exit_tasks.state = 'open'").select(db.raw('1')),
    )
    .orderBy('id')
    .pluck('id');
