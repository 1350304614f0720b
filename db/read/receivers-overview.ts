import type { Db } from '../knex';
import type { Delivery } from '../stores/deliveries';
import type { Receiver } from '../stores/receivers';

export type ReceiverLine = Receiver & { readonly waiting: number; readonly dead: number };

/** Everybody outside who hears of events, groups by name before webhooks by age, with what waits for them and what is dead. */
export async function receiversOverview(db: Db): Promise<readonly ReceiverLine[]> {
  const { rows } = await db.raw<{ rows: ReceiverLine[] }>(
    `select receivers.*,
       (select count(*)::int from deliveries where deliveries.receiver_id = receivers.id
         and deliveries.state = 'waiting') as waiting,
       (select count(*)::int from deliveries where deliveries.receiver_id = receivers.id
         and deliveries.state = 'dead') as dead
     from receivers order by receivers.key nulls last, receivers.id`,
  );
  return rows;
}

/** Dead deliveries of all receivers, the newest first. */
export async function deadDeliveries(db: Db, limit: number): Promise<readonly Delivery[]> {
  return db<Delivery>('deliveries')
    .where({ state: 'dead' })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}
