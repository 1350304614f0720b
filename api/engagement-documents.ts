import { insertDocument, findDocument, documentsOf, lockContent } from '../db/stores/documents';
import type { Trx } from '../db/transaction';
import { safeFileName } from '../domain/approval/attachment';
import { MAX_DOCUMENTS, nameOfType } from '../domain/contract/document';
import type { DocumentView } from '../domain/contract/document-schema';
import { DomainError, fieldError } from '../domain/errors';
import { documentTypeOf } from './document-type';
import type { IncomingDocument } from './document-upload';
import { checkQuota } from './file-quota';

export interface NewDocument {
  readonly id: string;
  readonly engagementId: string;
  readonly incoming: IncomingDocument;
  readonly uploadedById: string;
  readonly now: number;
}

/** Keeps a document that has come in, with its row: content first, so that a row never names what is not there. */
export async function keepDocument(
  trx: Trx,
  { id, engagementId, incoming, uploadedById, now }: NewDocument,
): Promise<DocumentView> {
  const { staged, size, sha256, quota } = incoming;
  if (size === 0) throw fieldError('file', 'is empty');
  if ((await documentsOf(trx, engagementId)).length >= MAX_DOCUMENTS)
    throw new DomainError('STATE_CONFLICT', `An engagement holds at most ${MAX_DOCUMENTS} documents.`);
  await checkQuota(trx, { id, engagementId, size, quota });
  const mediaType = await documentTypeOf(staged);
  const fileName = nameOfType(safeFileName(incoming.fileName), mediaType);
  await lockContent(trx, sha256);
  await staged.keep();
  await insertDocument(trx, { id, engagementId, fileName, mediaType, size, sha256, uploadedById, now });
  return documentOf(trx, { engagementId, id });
}

export async function documentOf(
  db: Parameters<typeof findDocument>[0],
  id: { readonly engagementId: string; readonly id: string },
): Promise<DocumentView> {
  const document = await findDocument(db, id);
  if (!document) throw new DomainError('NOT_FOUND', 'The engagement has no such document.');
  return document;
}
