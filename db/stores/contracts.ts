import type { ContractBody } from '../../domain/contract/schema';
import type { Party } from '../../domain/engagement/engagement';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';
import { approvedVersionOf, insertVersion, type NewVersion } from './contract-versions';

export interface StoredContract {
  readonly terms: ContractBody;
  readonly version: number;
}

export interface Draft {
  readonly terms: ContractBody;
  readonly writtenById?: string;
  /** The stored document that says the same in words. */
  readonly document?: NewVersion['document'];
  readonly now: number;
}

/** Writes the contract anew and keeps what it says as a version of its own; answers its number. */
export async function saveContract(trx: Trx, engagementId: string, draft: Draft): Promise<number> {
  const { terms, writtenById = null, document = null, now } = draft;
  const columns = { terms: JSON.stringify(terms), updated_at: new Date(now) };
  const [row] = await trx('contracts')
    .insert({ engagement_id: engagementId, version: 1, ...columns })
    .onConflict('engagement_id')
    .merge({ ...columns, version: trx.raw('contracts.version + 1') })
    .returning<{ version: number }[]>('version');
  const version = row?.version ?? 1;
  await insertVersion(trx, engagementId, { version, terms, writtenById, document, now });
  return version;
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
  readonly paper?: SignaturePaper | null;
  readonly now: number;
}

/** How a signature was given, and the signed copy. */
export interface SignaturePaper {
  readonly method: 'manual-upload' | 'e-sign';
  readonly documentId: string | null;
  readonly documentSha256: string | null;
}

/** Stands under the version that gate G3 has approved, named by its hash. */
export async function saveSignature(
  trx: Trx,
  { engagementId, party, signatory, signedAt, paper, now }: SignatureRecord,
): Promise<void> {
  const approved = await approvedVersionOf(trx, engagementId);
  await trx('contract_signatures')
    .insert({
      engagement_id: engagementId,
      party,
      signatory,
      signed_at: signedAt,
      recorded_at: new Date(now),
      contract_version: approved?.version ?? null,
      contract_sha256: approved?.sha256 ?? null,
      method: paper?.method ?? null,
      document_id: paper?.documentId ?? null,
      document_sha256: paper?.documentSha256 ?? null,
    })
    .onConflict(['engagement_id', 'party'])
    .ignore();
}

export interface Signature {
  readonly party: Party;
  readonly signatory: string;
  readonly signedAt: string;
  readonly method: SignaturePaper['method'] | null;
  readonly documentId: string | null;
  readonly documentSha256: string | null;
  /** Of the version that was signed. */
  readonly contractVersion: number | null;
  readonly contractSha256: string | null;
}

interface SignatureRow {
  readonly engagement_id: string;
  readonly party: Party;
  readonly signatory: string;
  readonly signed_at: Date;
  readonly method: SignaturePaper['method'] | null;
  readonly document_id: string | null;
  readonly document_sha256: string | null;
  readonly contract_version: number | null;
  readonly contract_sha256: string | null;
}

export async function signaturesOf(db: Db, engagementId: string): Promise<readonly Signature[]> {
  const rows = await db<SignatureRow>('contract_signatures').where({ engagement_id: engagementId }).orderBy('party');
  return rows.map((row) => ({
    party: row.party,
    signatory: row.signatory,
    signedAt: row.signed_at.toISOString(),
    method: row.method,
    documentId: row.document_id,
    documentSha256: row.document_sha256,
    contractVersion: row.contract_version,
    contractSha256: row.contract_sha256,
  }));
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

export const renewalsOf = (db: Db, engagementId: string): Promise<readonly RenewalEntry[]> =>
  once(db, `renewalsOf ${engagementId}`, async () => {
    const rows = await db<{ engagement_id: string; term_end: string; kind: RenewalKind }>('renewal_ledger')
      .where({ engagement_id: engagementId })
      .orderBy('term_end');
    return rows.map((row) => ({ termEnd: row.term_end, kind: row.kind }));
  });
