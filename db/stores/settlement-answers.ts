import type { SettlementAsk } from '../../domain/exit/confirmation';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface AskRow {
  readonly engagement_id: string;
  readonly sha256: string;
  readonly asked_at: Date;
  readonly recall_at: Date;
  readonly silent_at: Date;
  readonly said: string[];
}

const toAsk = (row: AskRow): SettlementAsk => ({
  sha256: row.sha256,
  askedAt: row.asked_at.getTime(),
  recallAt: row.recall_at.getTime(),
  silentAt: row.silent_at.getTime(),
  said: row.said,
});

export async function askOf(db: Db, engagementId: string, sha256: string): Promise<SettlementAsk | null> {
  const row = await db<AskRow>('settlement_asks').where({ engagement_id: engagementId, sha256 }).first();
  return row ? toAsk(row) : null;
}

/** Asks once about each state of the account. */
export async function insertAsk(trx: Trx, engagementId: string, ask: Omit<SettlementAsk, 'said'>): Promise<void> {
  await trx('settlement_asks')
    .insert({
      engagement_id: engagementId,
      sha256: ask.sha256,
      asked_at: new Date(ask.askedAt),
      recall_at: new Date(ask.recallAt),
      silent_at: new Date(ask.silentAt),
    })
    .onConflict(['engagement_id', 'sha256'])
    .ignore();
}

export async function noteSettlementSaid(
  trx: Trx,
  engagementId: string,
  { sha256, said }: Pick<SettlementAsk, 'sha256' | 'said'>,
): Promise<void> {
  await trx('settlement_asks')
    .where({ engagement_id: engagementId, sha256 })
    .update({ said: [...said] });
}

/** The vendor's agreement to one state of the account. */
export interface Confirmation {
  readonly sha256: string;
  readonly how: 'link' | 'paper';
  readonly name: string;
  readonly evidence: string | null;
  readonly recordedBy: string | null;
  readonly at: number;
}

interface ConfirmationRow {
  readonly engagement_id: string;
  readonly sha256: string;
  readonly how: Confirmation['how'];
  readonly name: string;
  readonly evidence: string | null;
  readonly recorded_by: string | null;
  readonly at: Date;
}

/** Newest first. */
export async function confirmationsOf(db: Db, engagementId: string): Promise<readonly Confirmation[]> {
  const rows = await db<ConfirmationRow>('settlement_confirmations')
    .where({ engagement_id: engagementId })
    .orderBy([{ column: 'at', order: 'desc' }, 'sha256']);
  return rows.map(({ sha256, how, name, evidence, recorded_by: recordedBy, at }) => ({
    ...{ sha256, how, name, evidence, recordedBy },
    at: at.getTime(),
  }));
}

/** The first confirmation of a state of the account stays. */
export async function insertConfirmation(
  trx: Trx,
  engagementId: string,
  { sha256, how, name, evidence, recordedBy, at }: Confirmation,
): Promise<void> {
  await trx('settlement_confirmations')
    .insert({
      ...{ sha256, how, name, evidence },
      engagement_id: engagementId,
      recorded_by: recordedBy,
      at: new Date(at),
    })
    .onConflict(['engagement_id', 'sha256'])
    .ignore();
}
