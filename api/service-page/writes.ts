import { DomainError } from '../../domain/errors';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { type EngagementRow, lockEngagement } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import { inTransaction, type Trx } from '../../db/transaction';
import type { ServiceLink } from './find';

/** A vendor acts through the link of its service. */
export interface ServiceAct {
  readonly link: ServiceLink;
  readonly now: number;
  /** Names what is made, and this act in the trail. */
  readonly actId: string;
}

export interface ServiceChange<T> {
  readonly type: string;
  readonly write: (held: { readonly trx: Trx; readonly engagement: EngagementRow; readonly now: number }) => Promise<T>;
  readonly payload: (result: T) => Readonly<Record<string, unknown>>;
}

/** Writes what a vendor does with its audit entry, with the engagement held. */
export async function changeAsVendor<T>(
  db: Db,
  { link, now, actId }: ServiceAct,
  { type, write, payload }: ServiceChange<T>,
): Promise<T> {
  const { id } = link.engagement;
  return inTransaction(db, async (trx) => {
    const engagement = await lockEngagement(trx, id);
    if (!engagement) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
    const result = await write({ trx, engagement, now });
    const facts = { vendorId: link.vendor.id, ...payload(result) };
    const entry = { key: `${type}:${actId}`, at: now, type, channel: 'email', payload: facts } as const;
    await appendAudit(trx, engagementStream(id), [entry]);
    return result;
  });
}
