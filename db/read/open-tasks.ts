import type { Db } from '../knex';

/** Tasks that somebody is asked to decide now. */
export const openTaskIds = (db: Db): Promise<readonly string[]> =>
  db('request_tasks')
    .join('requests', 'requests.id', 'request_tasks.request_id')
    .where({ 'request_tasks.status': 'active', 'requests.status': 'pending' })
    .orderBy('request_tasks.id')
    .pluck<string[]>('request_tasks.id');
