import { DomainError } from '../domain/errors';
import type { Db } from '../db/knex';
import { type Delivery, tryAgain } from '../db/stores/deliveries';
import { inTransaction } from '../db/transaction';
import type { Call } from './route';
import { auditReceiver } from './webhooks';

type Said = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId'>;

/** Tries a delivery again now, with all its tries before it. */
export function repeatDelivery(db: Db, id: string, said: Said): Promise<Delivery> {
  return inTransaction(db, async (trx) => {
    const found = await tryAgain(trx, id);
    if (!found) throw new DomainError('NOT_FOUND', 'There is no such delivery.');
    const payload = { deliveryId: found.id, receiverId: found.receiver_id };
    await auditReceiver(trx, said, { type: 'delivery.repeated', payload });
    return found;
  });
}
