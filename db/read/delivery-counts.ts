import type { Db } from '../knex';

export interface DeliveryCount {
  readonly kind: string;
  readonly state: 'waiting' | 'dead';
  readonly count: number;
  /** Age of the oldest one, of those that wait. */
  readonly oldestSeconds: number | null;
}

/** How many deliveries wait and how many are dead, by kind of receiver. */
export async function countDeliveries(db: Db): Promise<readonly DeliveryCount[]> {
  const { rows } = await db.raw<{ rows: DeliveryCount[] }>(
    `select receivers.kind, deliveries.state, count(*)::int as count,
       case when deliveries.state = 'waiting'
         then extract(epoch from now() - min(deliveries.created_at))::float8 end as "oldestSeconds"
     from deliveries join receivers on receivers.id = deliveries.receiver_id
     where deliveries.state in ('waiting', 'dead')
     group by receivers.kind, deliveries.state`,
  );
  return rows;
}
