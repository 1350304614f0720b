import type { TaskAct } from '../domain/approval/events';
import type { Channel } from '../domain/approval/words';
import { DomainError } from '../domain/errors';
import { appendAudit, streamOfRequest } from '../db/stores/audit';
import type { Db } from '../db/knex';
import { inTransaction } from '../db/transaction';

interface Refused {
  readonly requestId: string;
  readonly act: TaskAct;
  readonly actorId: string;
  readonly channel: Channel;
  readonly now: number;
}

/**
 * Does what one person wants with a task. That somebody was kept from it by the separation of duties stands in the trail,
 * once for each thing that they tried, however often they try it; a refusal itself changes nothing in the approval.
 */
export async function notingDuties(db: Db, refused: Refused, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') await note(db, refused, error.message);
    throw error;
  }
}

async function note(db: Db, { requestId, act, actorId, channel, now }: Refused, reason: string): Promise<void> {
  const { action, taskId } = act;
  const type = 'duty.refused';
  const entry = { key: `${type}:${taskId}:${actorId}:${action}`, at: now, type, actorId, channel };
  await inTransaction(db, async (trx) => {
    const request = await trx<{ id: string; engagement_id: string | null }>('requests')
      .where({ id: requestId })
      .first('engagement_id');
    if (!request) return;
    await appendAudit(trx, streamOfRequest(requestId, request.engagement_id), [
      { ...entry, payload: { requestId, taskId, action, reason } },
    ]);
  });
}
