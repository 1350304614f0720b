import type { Suspension } from '../../domain/engagement/suspension';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly version: number;
  readonly since: string;
  readonly until: string | null;
  readonly reason: string;
  readonly suspended_by: string | null;
  readonly suspended_at: Date;
  readonly resumed_by: string | null;
  readonly resumed_at: Date | null;
}

export interface StoredSuspension extends Suspension {
  readonly reason: string;
  readonly suspendedById: string | null;
  readonly resumedById: string | null;
}

const toSuspension = (row: Row): StoredSuspension => ({
  since: row.since,
  until: row.until,
  suspendedAt: row.suspended_at.getTime(),
  resumedAt: row.resumed_at?.getTime() ?? null,
  reason: row.reason,
  suspendedById: row.suspended_by,
  resumedById: row.resumed_by,
});

/** In the order of their days. */
export const suspensionsOf = (db: Db, engagementId: string): Promise<readonly StoredSuspension[]> =>
  once(db, `suspensionsOf ${engagementId}`, async () => {
    const rows = await db<Row>('suspensions').where({ engagement_id: engagementId }).orderBy('version');
    return (rows as readonly Row[]).map(toSuspension);
  });

interface Step {
  readonly engagementId: string;
  /** Of the engagement: the same step has the same. */
  readonly version: number;
  readonly day: string;
  readonly by: string | null;
  readonly now: number;
}

/** From this day on the service stands still; a repetition changes nothing. */
export async function beginSuspension(
  trx: Trx,
  { reason, ...step }: Step & { readonly reason: string },
): Promise<void> {
  const { engagementId, version, day, by, now } = step;
  await trx('suspensions')
    .insert({
      ...{ engagement_id: engagementId, version, since: day, reason },
      ...{ suspended_by: by, suspended_at: new Date(now) },
    })
    .onConflict()
    .ignore();
}

/** From this day on it is served again, or there is nothing left to serve. */
export async function endSuspension(trx: Trx, { engagementId, version, day, by, now }: Step): Promise<void> {
  await trx('suspensions')
    .where({ engagement_id: engagementId, until: null })
    .andWhere('version', '<', version)
    .update({
      until: trx.raw('greatest(since, ?::date)', [day]),
      ...{ resumed_by: by, resumed_at: new Date(now) },
    });
}
