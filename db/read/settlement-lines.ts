import type { MoneyText } from '../../domain/money';
import { toMoneyText } from '../../domain/money';
import type { Db } from '../knex';

export interface SettlementLine {
  readonly kind: string;
  readonly money: MoneyText;
  readonly disputed: boolean;
}

export interface SettlementSummary {
  readonly status: string;
  readonly net: MoneyText;
  readonly payable: MoneyText;
  readonly disputedTotal: MoneyText;
  readonly lines: readonly SettlementLine[];
}

interface Row {
  readonly engagement_id: string;
  readonly status: string;
  readonly currency: string;
  readonly lines: readonly { readonly kind: string; readonly money: MoneyText; readonly disputed?: boolean }[];
  readonly net_minor: string;
  readonly payable_minor: string;
  readonly disputed_minor: string;
}

/** The settlement of an engagement as it was last computed; null before there is one. */
export async function settlementSummary(db: Db, engagementId: string): Promise<SettlementSummary | null> {
  const row = await db<Row>('settlements').where({ engagement_id: engagementId }).first();
  if (!row) return null;
  const money = (minor: string): MoneyText => toMoneyText({ minor: Number(minor), currency: row.currency });
  return {
    status: row.status,
    net: money(row.net_minor),
    payable: money(row.payable_minor),
    disputedTotal: money(row.disputed_minor),
    lines: row.lines.map((line) => ({ kind: line.kind, money: line.money, disputed: line.disputed ?? false })),
  };
}
