import type { ContractBody } from '../../domain/contract/schema';
import type { Party } from '../../domain/engagement/engagement';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredContract {
  readonly terms: ContractBody;
  readonly version: number;
}

export async function saveContract(
  trx: Trx,
  engagementId: string,
  { terms, now }: { terms: ContractBody; now: number },
): Promise<void> {
  const columns = { terms: JSON.stringify(terms), updated_at: new Date(now) };
  await trx('contracts')
    .insert({ engagement_id: engagementId, version: 1, ...columns })
    .onConflict('engagement_id')
    .merge({ ...columns, version: trx.raw('contracts.version + 1') });
}

export async function contractOf(db: Db, engagementId: string): Promise<StoredContract | null> {
  const row = await db<{ engagement_id: string; terms: ContractBody; version: number }>('contracts')
    .where({ engagement_id: engagementId })
    .first('terms', 'version');
  return row ? { terms: row.terms, version: row.version } : null;
}

export interface SignatureRecord {
  readonly engagementId: string;
  readonly party: Party;
  readonly signatory: string;
  readonly signedAt: string;
  readonly now: number;
}

export async function saveSignature(
  trx: Trx,
  { engagementId, party, signatory, signedAt, now }: SignatureRecord,
): Promise<void> {
  await trx('contract_signatures')
    .insert({ engagement_id: engagementId, party, signatory, signed_at: signedAt, recorded_at: new Date(now) })
    .onConflict(['engagement_id', 'party'])
    .ignore();
}

export interface Signature {
  readonly party: Party;
  readonly signatory: string;
  readonly signedAt: string;
}

export async function signaturesOf(db: Db, engagementId: string): Promise<readonly Signature[]> {
  const rows = await db<{ engagement_id: string; party: Party; signatory: string; signed_at: Date }>(
    'contract_signatures',
  )
    .where({ engagement_id: engagementId })
    .orderBy('party');
  return rows.map((row) => ({ party: row.party, signatory: row.signatory, signedAt: row.signed_at.toISOString() }));
}

export type RenewalKind = 'renew' | 'renegotiate' | 'exit' | 'auto_renewed' | 'expired';

export interface RenewalEntry {
  readonly termEnd: string;
  readonly kind: RenewalKind;
}

/** One entry per contract, term and kind, so that a repeated step renews nothing twice. */
export async function insertRenewal(
  trx: Trx,
  engagementId: string,
  entry: RenewalEntry & { readonly requestId: string | null; readonly now: number },
): Promise<void> {
  await trx('renewal_ledger')
    .insert({
      engagement_id: engagementId,
      term_end: entry.termEnd,
      kind: entry.kind,
      request_id: entry.requestId,
      recorded_at: new Date(entry.now),
    })
    .onConflict(['engagement_id', 'term_end', 'kind'])
    .ignore();
}

export async function renewalsOf(db: Db, engagementId: string): Promise<readonly RenewalEntry[]> {
  const rows = await db<{ engagement_id: string; term_end: string; kind: RenewalKind }>('renewal_ledger')
    .where({ engagement_id: engagementId })
    .orderBy('term_end');
  return rows.map((row) => ({ termEnd: row.term_end, kind: row.kind }));
}
