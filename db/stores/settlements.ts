import { DomainError } from '../../domain/errors';
import { settle } from '../../domain/exit/settlement';
import type { SettlementAnswer } from '../../domain/exit/settlement-schema';
import type { SettlementLine } from '../../domain/exit/schema';
import { type MoneyText, toMoney } from '../../domain/money';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { appendAudit, engagementStream } from './audit';
import { insertDisputes, type NewDisputeRow } from './settlement-disputes';

export type SettlementStatus = 'draft' | 'submitted' | 'approved';

export interface Settlement {
  readonly status: SettlementStatus;
  readonly currency: string;
  readonly lines: readonly SettlementLine[];
  readonly account: SettlementAnswer;
  readonly approvedAt: number | null;
  /** Who wrote the lines. */
  readonly writtenBy: string;
}

interface Row {
  readonly engagement_id: string;
  readonly status: SettlementStatus;
  readonly currency: string;
  readonly lines: SettlementLine[];
  readonly approved_at: Date | null;
  readonly updated_by: string;
}

/** The account of the lines; refuses what the calculator refuses. */
export const accountOf = (lines: readonly SettlementLine[]): SettlementAnswer =>
  settle({
    currency: lines[0]?.money.currency ?? 'CNY',
    lines: lines.map(({ kind, money, disputed }) => ({
      kind,
      amount: money,
      ...(disputed !== undefined && { disputed }),
    })),
  });

export async function findSettlement(db: Db, engagementId: string): Promise<Settlement | null> {
  const row = await db<Row>('settlements').where({ engagement_id: engagementId }).first();
  if (!row) return null;
  const { status, currency, lines } = row;
  const approvedAt = row.approved_at?.getTime() ?? null;
  return { status, currency, lines, account: accountOf(lines), approvedAt, writtenBy: row.updated_by };
}

interface Change {
  readonly lines: readonly SettlementLine[];
  readonly actorId: string;
  readonly now: number;
}

/** Replaces the lines; an approved settlement stays as it was approved. */
export async function saveSettlement(trx: Trx, engagementId: string, { lines, actorId, now }: Change): Promise<void> {
  const before = await trx<Row>('settlements').where({ engagement_id: engagementId }).forUpdate().first();
  if (before?.status === 'approved')
    throw new DomainError('STATE_CONFLICT', 'The settlement has been approved and can no longer change.');
  const account = accountOf(lines);
  const fields = {
    status: 'draft',
    lines: JSON.stringify(lines),
    currency: account.net.currency,
    net_minor: toMoney(account.net).minor,
    payable_minor: toMoney(account.firstPayment).minor,
    disputed_minor: toMoney(account.suspense).minor,
    updated_by: actorId,
    updated_at: new Date(now),
  };
  await trx('settlements')
    .insert({ engagement_id: engagementId, ...fields })
    .onConflict('engagement_id')
    .merge({ ...fields, version: trx.raw('settlements.version + 1') });
}

/** Gate G6 has been passed: from now on the settlement is immutable, and its disputed lines are disputes of ours. */
export async function recordSettlementApproved(trx: Trx, engagementId: string, now: number): Promise<void> {
  const [approved]: Row[] = await trx<Row>('settlements')
    .where({ engagement_id: engagementId })
    .whereNot({ status: 'approved' })
    .update({ status: 'approved', approved_at: new Date(now) })
    .returning('*');
  if (!approved) return;
  await insertDisputes(trx, engagementId, { disputes: disputedBy(approved), now });
  await appendAudit(trx, engagementStream(engagementId), [
    { key: 'settlement.approved', at: now, type: 'settlement.approved', channel: 'workflow' },
  ]);
}

const disputedBy = ({ lines, updated_by: raisedBy }: Row): readonly NewDisputeRow[] =>
  lines.flatMap(({ disputed = false, note, evidence }, index) =>
    disputed ? [{ line: index + 1, side: 'us', reason: note ?? evidence ?? null, raisedBy }] : [],
  );

/** The settlement as people and approvers see it; without lines it is nothing to anybody. */
export interface SettlementView {
  readonly status: SettlementStatus;
  readonly lines: readonly SettlementLine[];
  readonly net: MoneyText;
  /** First payment: disputed charges wait, disputed deductions are taken. */
  readonly payable: MoneyText;
  readonly disputedTotal: MoneyText;
}

export async function settlementOf(db: Db, engagementId: string): Promise<SettlementView | null> {
  const found = await findSettlement(db, engagementId);
  if (!found) return null;
  const { status, lines, account } = found;
  return { status, lines, net: account.net, payable: account.firstPayment, disputedTotal: account.suspense };
}
