import { appendAudit, engagementStream } from '../db/stores/audit';
import type { Db } from '../db/knex';
import type { EngagementRow } from '../db/stores/engagements';
import { inTransaction, type Trx } from '../db/transaction';
import type { EngagementAct } from '../domain/engagement/access';
import { heldEngagement } from './engagement-scope';
import type { Call } from './route';

type EngagementCall = Call<{ id: string }, unknown, unknown>;

export interface RecordChange<T> {
  readonly act: EngagementAct;
  /** What the audit trail calls it. */
  readonly type: string;
  readonly write: (trx: Trx, engagement: EngagementRow) => Promise<T>;
  readonly payload?: (result: T) => Readonly<Record<string, unknown>>;
}

/**
 * Writes a record of an engagement: access, the change and its audit entry in one transaction, with the engagement held,
 * so that a gate being submitted at the same moment sees all of it or nothing.
 */
export async function changeRecord<T>(
  db: Db,
  call: EngagementCall,
  { act, type, write, payload }: RecordChange<T>,
): Promise<T> {
  const { params, actor, channel, now, newId } = call;
  return inTransaction(db, async (trx) => {
    const result = await write(trx, await heldEngagement(trx, params.id, { actor, act }));
    const entry = {
      key: `${type}:${newId}`,
      at: now,
      type,
      actorId: actor.id,
      channel: actor.grant ? ('key' as const) : channel,
      payload: payload?.(result) ?? {},
    };
    await appendAudit(trx, engagementStream(params.id), [entry]);
    return result;
  });
}
