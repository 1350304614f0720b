import { dueAfter } from '../../domain/action-item/due';
import type { Dispute } from '../../domain/exit/dispute';
import { workCalendarOf } from '../read/work-calendar';
import type { Trx } from '../transaction';
import { endItem, openActionItem } from './action-items';
import type { EngagementRow } from './engagements';

const RESOLVE_DAYS = 10;
const keyOf = (disputeId: string): string => `settlement-dispute:${disputeId}`;

interface Opened {
  readonly disputes: readonly Pick<Dispute, 'id' | 'line'>[];
  readonly now: number;
}

/** What is in dispute is to be resolved by the owner, as the engagement stays open until then. */
export async function openDisputeWork(
  trx: Trx,
  { id: engagementId, owner_id: assigneeId, sponsor_id: sponsorId, time_zone: zone }: EngagementRow,
  { disputes, now }: Opened,
): Promise<void> {
  if (disputes.length === 0) return;
  const dueAt = dueAfter(await workCalendarOf(trx, zone), { from: now, days: RESOLVE_DAYS });
  for (const { id, line } of disputes)
    await openActionItem(trx, {
      ...{ key: keyOf(id), engagementId, assigneeId, dueAt, now },
      kind: 'settlement-dispute',
      title: `#${line}`,
      escalateIds: sponsorId ? [sponsorId] : [],
      opensAt: now,
    });
}

export const endDisputeWork = (trx: Trx, disputeId: string, now: number): Promise<void> =>
  endItem(trx, keyOf(disputeId), now);

/** Named by the state of the account that the vendor does not speak of. */
export const silenceKey = (engagementId: string, sha256: string): string =>
  `settlement-silent:${engagementId}:${sha256.slice(0, 16)}`;
