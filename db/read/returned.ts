import type { Db } from '../knex';

/** Whether a request was sent back to its requester and waits to come again. */
export async function isReturned(db: Db, requestId: string): Promise<boolean> {
  const row = await db<{ id: string; status: string }>('requests').where({ id: requestId }).first('status');
  return row?.status === 'draft';
}
