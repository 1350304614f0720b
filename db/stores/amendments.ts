import type { Amendment, AmendmentSignature } from '../../domain/contract/amendment-schema';
import type { ContractBody } from '../../domain/contract/schema';
import type { Party } from '../../domain/engagement/engagement';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { hashOfTerms, insertVersion, versionsOf } from './contract-versions';

export interface StoredAmendment extends Amendment {
  readonly engagementId: string;
  /** The contract as it will read. */
  readonly terms: ContractBody;
}

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly base_version: number;
  readonly terms: ContractBody;
  readonly sha256: string;
  readonly reason: string;
  readonly effective_on: string;
  readonly document_id: string | null;
  readonly document_sha256: string | null;
  readonly status: Amendment['status'];
  readonly request_id: string | null;
  readonly signatures: Amendment['signatures'];
  readonly version: number | null;
  readonly proposed_by: string;
}

const toAmendment = (row: Row): StoredAmendment => ({
  id: row.id,
  engagementId: row.engagement_id,
  baseVersion: row.base_version,
  terms: row.terms,
  sha256: row.sha256,
  reason: row.reason,
  effectiveOn: row.effective_on,
  documentId: row.document_id,
  documentSha256: row.document_sha256,
  status: row.status,
  requestId: row.request_id,
  signatures: row.signatures,
  version: row.version,
  proposedById: row.proposed_by,
});

export interface ProposedAmendment {
  readonly id: string;
  readonly engagementId: string;
  readonly baseVersion: number;
  readonly changes: object;
  readonly terms: ContractBody;
  readonly reason: string;
  readonly effectiveOn: string;
  readonly document: { readonly id: string; readonly sha256: string } | null;
  readonly status: 'pending' | 'approved';
  readonly requestId: string;
  readonly proposedById: string;
  readonly now: number;
}

export async function insertAmendment(trx: Trx, proposed: ProposedAmendment): Promise<void> {
  const at = new Date(proposed.now);
  await trx('contract_amendments')
    .insert({
      id: proposed.id,
      engagement_id: proposed.engagementId,
      base_version: proposed.baseVersion,
      changes: JSON.stringify(proposed.changes),
      terms: JSON.stringify(proposed.terms),
      sha256: hashOfTerms(proposed.terms),
      reason: proposed.reason,
      effective_on: proposed.effectiveOn,
      document_id: proposed.document?.id ?? null,
      document_sha256: proposed.document?.sha256 ?? null,
      status: proposed.status,
      request_id: proposed.requestId,
      proposed_by: proposed.proposedById,
      created_at: at,
      updated_at: at,
    })
    .onConflict('id')
    .ignore();
}

/** Oldest first. */
export async function amendmentsOf(db: Db, engagementId: string): Promise<readonly StoredAmendment[]> {
  const rows = await db<Row>('contract_amendments').where({ engagement_id: engagementId }).orderBy('id');
  return rows.map(toAmendment);
}

export const isOpen = ({ status }: Pick<Amendment, 'status'>): boolean => status === 'pending' || status === 'approved';

/** The decision about an amendment; one that has been decided stays as it is. Answers whether it was open. */
export async function decideAmendment(
  trx: Trx,
  requestId: string,
  { status, now }: { readonly status: 'approved' | 'rejected'; readonly now: number },
): Promise<boolean> {
  const decided: number = await trx('contract_amendments')
    .where({ request_id: requestId, status: 'pending' })
    .update({ status, updated_at: new Date(now) });
  return decided > 0;
}

/** Nobody has been asked: as if it had never been proposed. */
export async function forgetAmendment(db: Db, id: string): Promise<void> {
  await db('contract_amendments').where({ id, status: 'pending' }).delete();
}

interface Signing {
  readonly party: Party;
  readonly signature: AmendmentSignature;
  readonly now: number;
}

/** Adds a signature; with both the amendment becomes a version of the contract. Answers whether it has. */
export async function signAmendment(
  trx: Trx,
  amendment: StoredAmendment,
  { party, signature, now }: Signing,
): Promise<boolean> {
  const { id, engagementId, terms, effectiveOn, documentId, documentSha256 } = amendment;
  const signatures = { ...amendment.signatures, [party]: signature };
  const complete = signatures.us !== undefined && signatures.vendor !== undefined;
  const version = complete ? ((await versionsOf(trx, engagementId)).at(-1)?.version ?? 0) + 1 : null;
  await trx('contract_amendments')
    .where({ id })
    .update({
      signatures: JSON.stringify(signatures),
      updated_at: new Date(now),
      ...(complete && { status: 'in-force', version }),
    });
  if (version === null) return false;
  const document = documentId && documentSha256 ? { id: documentId, sha256: documentSha256 } : null;
  const writtenById = amendment.proposedById;
  await insertVersion(trx, engagementId, {
    version,
    terms,
    writtenById,
    document,
    amendment: { id, effectiveOn },
    now,
  });
  return true;
}
