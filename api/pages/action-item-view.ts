import type { ActionItem, ActionItemRecord } from '../../domain/action-item/schema';
import { isPending } from '../../domain/action-item/kinds';
import type { Db } from '../../db/knex';
import { findEngagement } from '../../db/stores/engagements';
import { findVendor } from '../../db/stores/vendors';
import type { ActionItemRow } from '../../templates/action-item-page-data';

const SOON_MS = 3 * 86_400_000;

export function latenessOf({ dueAt, state }: ActionItem, now: number): ActionItemRow['late'] {
  const left = Date.parse(dueAt) - now;
  if (!isPending(state) || left > SOON_MS) return 'on-time';
  return left < 0 ? 'overdue' : 'soon';
}

/** The engagement that an item belongs to, or the vendor where it belongs to none. */
export async function aboutOf(
  db: Db,
  { engagementId, vendorId }: Pick<ActionItem, 'engagementId' | 'vendorId'>,
): Promise<{ readonly text: string; readonly href: string | null }> {
  const engagement = engagementId === null ? null : await findEngagement(db, engagementId);
  if (engagement) return { text: `${engagement.number} ${engagement.title}`, href: `/engagements/${engagement.id}` };
  const vendor = vendorId === null ? null : await findVendor(db, vendorId);
  return { text: vendor?.name ?? '', href: vendor && `/vendors/${vendor.id}` };
}

/** The page on which the work itself is done; null where the item's own page is all there is. */
export function workplaceOf({
  kind,
  key,
  engagementId,
}: Pick<ActionItemRecord, 'kind' | 'key' | 'engagementId'>): string | null {
  if (engagementId === null) return null;
  if (kind === 'kpi-value') return `/engagements/${engagementId}/kpis/${key.split(':').at(-1) ?? ''}`;
  return kind === 'kpi-correction' ? `/engagements/${engagementId}/follow-up#corrections` : null;
}
