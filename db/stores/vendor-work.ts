import type { ActionItemKind } from '../../domain/action-item/kinds';
import type { Trx } from '../transaction';

interface Settled {
  readonly vendorId: string;
  readonly kind: ActionItemKind;
  /** Items with these keys are still wanted. */
  readonly keep: readonly string[];
  readonly now: number;
}

/** Work about a vendor that has been overtaken: a renewed certificate, a hit that was cleared. It counts as done. */
export async function settleVendorWork(trx: Trx, { vendorId, kind, keep, now }: Settled): Promise<void> {
  await trx('action_items')
    .where({ vendor_id: vendorId, kind })
    .whereIn('state', ['open', 'submitted'])
    .whereNotIn('key', [...keep])
    .update({
      state: 'done',
      closed_at: new Date(now),
      version: trx.raw('version + 1'),
      updated_at: new Date(now),
    });
}

/** Ids of the vendors about which work of these kinds is pending. */
export const vendorsWithWork = async (trx: Trx, kinds: readonly ActionItemKind[]): Promise<ReadonlySet<string>> =>
  new Set(
    await trx<{ vendor_id: string; kind: string; state: string }>('action_items')
      .whereIn('kind', [...kinds])
      .whereIn('state', ['open', 'submitted'])
      .pluck('vendor_id'),
  );

/** Who looks after a vendor; an administrator when its owner has left. */
export async function stewardOf(trx: Trx, vendorId: string): Promise<string | null> {
  const { rows } = await trx.raw<{ rows: readonly { id: string }[] }>(
    `select u.id from users u left join vendors v on v.owner_id = u.id and v.id = ?
     where u.active and (v.id is not null or 'admin' = any(u.roles)) order by (v.id is null), u.id limit 1`,
    [vendorId],
  );
  return rows[0]?.id ?? null;
}
