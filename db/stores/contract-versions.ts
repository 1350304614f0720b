import { createHash } from 'node:crypto';
import type { ContractBody } from '../../domain/contract/schema';
import type { VersionLine } from '../../domain/contract/version-schema';
import type { Db } from '../knex';
import { isGathering, once } from '../once';
import type { Trx } from '../transaction';
import { canonicalJson } from './audit';

interface Row {
  readonly engagement_id: string;
  readonly version: number;
  readonly kind: VersionLine['kind'];
  readonly terms: ContractBody;
  readonly sha256: string;
  readonly document_id: string | null;
  readonly document_sha256: string | null;
  readonly written_by: string | null;
  readonly written_at: Date;
  readonly effective_on: string | null;
  readonly approved_version?: number | null;
}

export interface ContractVersion extends VersionLine {
  readonly terms: ContractBody;
}

const toVersion = (row: Row): ContractVersion => ({
  version: row.version,
  kind: row.kind,
  sha256: row.sha256,
  documentId: row.document_id,
  documentSha256: row.document_sha256,
  writtenById: row.written_by,
  writtenAt: row.written_at.toISOString(),
  effectiveOn: row.effective_on,
  approved: row.version === row.approved_version,
  terms: row.terms,
});

export interface NewVersion {
  readonly version: number;
  readonly terms: ContractBody;
  readonly writtenById: string | null;
  readonly document?: { readonly id: string; readonly sha256: string } | null;
  /** Of an amendment: its own id and first day. */
  readonly amendment?: { readonly id: string; readonly effectiveOn: string };
  readonly now: number;
}

/** Written once: a version that is there stays as it is. */
export async function insertVersion(trx: Trx, engagementId: string, made: NewVersion): Promise<void> {
  const { terms, document = null, amendment } = made;
  await trx('contract_versions')
    .insert({
      engagement_id: engagementId,
      version: made.version,
      kind: amendment ? 'amendment' : 'draft',
      terms: JSON.stringify(terms),
      sha256: hashOfTerms(terms),
      document_id: document?.id ?? null,
      document_sha256: document?.sha256 ?? terms.document?.sha256 ?? null,
      written_by: made.writtenById,
      written_at: new Date(made.now),
      effective_on: amendment?.effectiveOn ?? null,
      amendment_id: amendment?.id ?? null,
    })
    .onConflict(['engagement_id', 'version'])
    .ignore();
}

export const hashOfTerms = (terms: ContractBody): string =>
  createHash('sha256').update(canonicalJson(terms)).digest('hex');

const versions = (db: Db, engagementId: string) =>
  db<Row>('contract_versions')
    .join('contracts', 'contracts.engagement_id', 'contract_versions.engagement_id')
    .where('contract_versions.engagement_id', engagementId)
    .select<Row[]>('contract_versions.*', 'contracts.approved_version');

/** Oldest first. */
export const versionsOf = (db: Db, engagementId: string): Promise<readonly ContractVersion[]> =>
  once(db, `versionsOf ${engagementId}`, async () =>
    (await versions(db, engagementId).orderBy('contract_versions.version')).map(toVersion),
  );

export async function findVersion(db: Db, engagementId: string, version: number): Promise<ContractVersion | null> {
  if (isGathering(db)) return (await versionsOf(db, engagementId)).find((one) => one.version === version) ?? null;
  const [row] = await versions(db, engagementId).where('contract_versions.version', version);
  return row ? toVersion(row) : null;
}

/** A contract as it binds from a day on; one without a day binds until an amendment does. */
export interface BindingTerms extends Pick<ContractVersion, 'terms' | 'version'> {
  readonly from: string | null;
}

/** The amendments of a contract, the newest first, and after them the contract itself. */
export const bindingTerms = (db: Db, engagementId: string): Promise<readonly BindingTerms[]> =>
  once(db, `bindingTerms ${engagementId}`, async () => {
    const { rows } = await db.raw<{ rows: readonly BindingTerms[] }>(
      `select * from (
         select terms, version, effective_on as "from" from contract_versions
         where engagement_id = :engagementId and kind = 'amendment'
         union all select terms, version, null from contracts where engagement_id = :engagementId
       ) binding order by "from" is null, version desc`,
      { engagementId },
    );
    return rows;
  });

/** The version that gate G3 has approved; null before. */
export const approvedVersionOf = async (db: Db, engagementId: string): Promise<ContractVersion | null> =>
  (await versionsOf(db, engagementId)).find(({ approved }) => approved) ?? null;

/** What the approvers of gate G3 saw is what will be signed. */
export async function recordApproved(trx: Trx, engagementId: string): Promise<void> {
  await trx('contracts')
    .where({ engagement_id: engagementId })
    .update({ approved_version: trx.raw('contracts.version') });
}
