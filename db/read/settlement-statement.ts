import type { Statement } from '../../domain/exit/statement-schema';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { confirmationsOf } from '../stores/settlement-answers';
import { vendorNameOf } from '../stores/vendor-master';
import { confirmationView, settlementView } from './settlement-account';

/** Null while nothing is approved. */
export async function settlementStatement(db: Db, engagement: EngagementRow): Promise<Statement | null> {
  const view = await settlementView(db, engagement.id);
  if (!view || view.approvedAt === null) return null;
  const { lines, net, payable, disputedTotal, adjusted, disputes, sha256, approvedAt } = view;
  const confirmations = await confirmationsOf(db, engagement.id);
  return {
    engagement: { number: engagement.number, title: engagement.title },
    vendor: engagement.vendor_id === null ? null : await vendorNameOf(db, engagement.vendor_id),
    effectiveDate: engagement.exit_effective_date,
    approval: await approvalOf(db, engagement.id),
    ...{ approvedAt, net, payable, disputedTotal, adjusted, sha256 },
    lines: [...lines],
    disputes: [...disputes],
    confirmations: confirmations.map((one) => ({ ...confirmationView(one), current: one.sha256 === view.sha256 })),
  };
}

/** The request that passed gate G6. */
async function approvalOf(db: Db, engagementId: string): Promise<Statement['approval']> {
  const row = await db<{ id: string; subject_hash: string; engagement_id: string; gate: string; status: string }>(
    'requests',
  )
    .where({ engagement_id: engagementId, gate: 'settlement', status: 'approved' })
    .orderBy('id', 'desc')
    .first('id', 'subject_hash');
  return row ? { requestId: row.id, subjectHash: row.subject_hash } : null;
}
