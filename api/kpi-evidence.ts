import { safeFileName } from '../domain/approval/attachment';
import { nameOfType } from '../domain/contract/document';
import { DomainError, fieldError } from '../domain/errors';
import { MAX_EVIDENCE_BYTES, MAX_EVIDENCE_FILES, seesEvidence } from '../domain/kpi/evidence';
import type { EvidenceFile } from '../domain/kpi/evidence-schema';
import type { EngagementRow } from '../db/stores/engagements';
import { lockContent } from '../db/stores/documents';
import { evidenceOf, findEvidence, insertEvidence } from '../db/stores/kpi-evidence';
import type { Trx } from '../db/transaction';
import { documentTypeOf } from './document-type';
import type { IncomingDocument } from './document-upload';
import { checkQuota } from './file-quota';
import { checkedKpi } from './report-value';
import type { Reply } from './route';
import { savedFileHeaders } from './saved-file';
import type { Services } from './services';

export interface NewEvidence {
  readonly id: string;
  readonly key: string;
  readonly period: string;
  readonly side: EvidenceFile['side'];
  readonly incoming: IncomingDocument;
  /** Null for the contact of a vendor, who has no account. */
  readonly uploadedById: string | null;
  readonly now: number;
}

/** Keeps a file for the value that its side reports next of the KPI for the period: content first, then its row. */
export async function keepEvidence(trx: Trx, engagement: EngagementRow, file: NewEvidence): Promise<EvidenceFile> {
  const { id, key, period, side, incoming, uploadedById, now } = file;
  await checkedKpi(trx, engagement, { key, period, now });
  const { staged, size, sha256 } = incoming;
  if (size === 0) throw fieldError('file', 'is empty');
  if (size > MAX_EVIDENCE_BYTES)
    throw new DomainError('BODY_TOO_LARGE', `A file may have at most ${MAX_EVIDENCE_BYTES / 1_048_576} MB.`);
  const others = (await evidenceOf(trx, engagement.id, { period, key, side })).filter((one) => one.id !== id);
  if (others.length >= MAX_EVIDENCE_FILES)
    throw new DomainError('STATE_CONFLICT', `A value has at most ${MAX_EVIDENCE_FILES} files.`);
  await checkQuota(trx, { id, engagementId: engagement.id, size, quota: incoming.quota });
  const mediaType = await documentTypeOf(staged);
  const fileName = nameOfType(safeFileName(incoming.fileName), mediaType);
  await lockContent(trx, sha256);
  await staged.keep();
  const row = { id, key, period, side, fileName, mediaType, size, sha256, uploadedById, uploadedAt: now };
  await insertEvidence(trx, { ...row, engagementId: engagement.id });
  const kept = await findEvidence(trx, engagement.id, id);
  if (!kept) throw new DomainError('NOT_FOUND', 'There is no such file.');
  return kept;
}

export const evidencePayload = ({ id, key, period, side, fileName, size, sha256 }: EvidenceFile) => ({
  ...{ fileId: id, key, period, side, fileName, size, sha256 },
});

export interface EvidenceAsked {
  readonly engagementId: string;
  readonly id: string;
  readonly period?: string;
  readonly key?: string;
  readonly side: EvidenceFile['side'];
}

/** A file for whoever may see it; for everybody else it does not exist. */
export async function evidenceReply(
  { db, documents }: Pick<Services, 'db' | 'documents'>,
  { engagementId, id, period, key, side }: EvidenceAsked,
): Promise<Reply> {
  const file = await findEvidence(db, engagementId, id);
  const isOther = period !== undefined && file?.period !== period;
  if (!file || isOther || (key !== undefined && file.key !== key) || !seesEvidence(side, file))
    throw new DomainError('NOT_FOUND', 'There is no such file.');
  const body = await documents.store.open(file.sha256);
  if (!body) throw new DomainError('UNAVAILABLE', 'The content is not in the document store; ask the operator.');
  return { body, headers: { ...savedFileHeaders(file), 'content-length': String(file.size) } };
}
