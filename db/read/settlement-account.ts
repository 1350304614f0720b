import { type Dispute, type Standing, standingOf } from '../../domain/exit/dispute';
import type { ConfirmationView, DisputeView } from '../../domain/exit/dispute-schema';
import type { SettlementLine } from '../../domain/exit/schema';
import { type MoneyText, toMoney, toMoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { valueHash } from '../stores/audit';
import { type Confirmation, confirmationsOf } from '../stores/settlement-answers';
import { disputesOf } from '../stores/settlement-disputes';
import { findSettlement, type Settlement, type SettlementView } from '../stores/settlements';

/** A settlement with what was disputed of it and agreed to since. */
export interface Account {
  readonly settlement: Settlement;
  readonly disputes: readonly Dispute[];
  readonly standing: Standing;
  /** Names this state of the account: another resolution is another account. */
  readonly sha256: string;
  readonly confirmations: readonly Confirmation[];
  /** The vendor has agreed to the account as it stands now. */
  readonly confirmed: boolean;
  readonly open: number;
}

export const minorLines = (lines: readonly SettlementLine[]) =>
  lines.map(({ kind, money }) => ({ kind, minor: toMoney(money).minor }));

export async function accountNow(db: Db, engagementId: string): Promise<Account | null> {
  const settlement = await findSettlement(db, engagementId);
  if (!settlement) return null;
  const disputes = await disputesOf(db, engagementId);
  const confirmations = await confirmationsOf(db, engagementId);
  const sha256 = valueHash({
    lines: settlement.lines.map(({ kind, money }) => ({ kind, money })),
    disputes: disputes.map(({ line, side, outcome, minor }) => ({ line, side, outcome, minor })),
  });
  const confirmed = settlement.status === 'approved' && confirmations.some((one) => one.sha256 === sha256);
  const open = disputes.filter(({ outcome }) => outcome === null).length;
  return {
    ...{ settlement, disputes, sha256, confirmations, confirmed, open },
    standing: standingOf(minorLines(settlement.lines), disputes),
  };
}

/** The settlement as the API shows it; before the approval disputes are marks on the lines and nothing more. */
export interface AccountView extends SettlementView {
  readonly approvedAt: string | null;
  /** Paid on top of the first payment because of disputes that are resolved. */
  readonly adjusted: MoneyText;
  readonly disputes: readonly DisputeView[];
  readonly confirmation: ConfirmationView | null;
  readonly sha256: string;
}

export function accountView({ settlement, disputes, standing, sha256, confirmations }: Account): AccountView {
  const { status, currency, lines, account, approvedAt } = settlement;
  const money = (minor: number): MoneyText => toMoneyText({ minor, currency });
  const now = confirmations.find((one) => one.sha256 === sha256);
  const sums =
    status === 'approved'
      ? { net: money(standing.net), payable: money(standing.firstPayment), disputedTotal: money(standing.suspense) }
      : { net: account.net, payable: account.firstPayment, disputedTotal: account.suspense };
  return {
    status,
    lines,
    ...sums,
    approvedAt: approvedAt === null ? null : new Date(approvedAt).toISOString(),
    adjusted: money([...standing.adjustments.values()].reduce((sum, minor) => sum + minor, 0)),
    disputes: disputes.map((dispute) => disputeView(dispute, standing, money)),
    confirmation: now && status === 'approved' ? confirmationView(now) : null,
    sha256,
  };
}

export function disputeView(
  { raisedBy, raisedAt, resolvedBy, resolvedAt, minor, ...dispute }: Dispute,
  { adjustments }: Standing,
  money: (minor: number) => MoneyText,
): DisputeView {
  const adjustment = adjustments.get(dispute.id);
  return {
    ...dispute,
    raisedById: raisedBy,
    raisedAt: new Date(raisedAt).toISOString(),
    money: minor === null ? null : money(minor),
    adjustment: adjustment === undefined ? null : money(adjustment),
    resolvedById: resolvedBy,
    resolvedAt: resolvedAt === null ? null : new Date(resolvedAt).toISOString(),
  };
}

export const confirmationView = ({ how, name, evidence, recordedBy, at, sha256 }: Confirmation): ConfirmationView => ({
  ...{ how, name, evidence, sha256 },
  recordedById: recordedBy,
  at: new Date(at).toISOString(),
});

export async function settlementView(db: Db, engagementId: string): Promise<AccountView | null> {
  const account = await accountNow(db, engagementId);
  return account && accountView(account);
}
