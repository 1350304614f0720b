import type { DocumentView } from '../../domain/contract/document-schema';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly file_name: string;
  readonly media_type: string;
  readonly size: string;
  readonly sha256: string;
  readonly uploaded_by: string;
  readonly created_at: Date;
}

const toView = (row: Row): DocumentView => ({
  id: row.id,
  fileName: row.file_name,
  mediaType: row.media_type,
  size: Number(row.size),
  sha256: row.sha256,
  uploadedById: row.uploaded_by,
  uploadedAt: row.created_at.toISOString(),
});

export interface NewDocument {
  readonly id: string;
  readonly engagementId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly uploadedById: string;
  readonly now: number;
}

/** A repetition under the same id changes nothing. */
export async function insertDocument(trx: Trx, document: NewDocument): Promise<void> {
  await trx('documents')
    .insert({
      id: document.id,
      engagement_id: document.engagementId,
      file_name: document.fileName,
      media_type: document.mediaType,
      size: document.size,
      sha256: document.sha256,
      uploaded_by: document.uploadedById,
      created_at: new Date(document.now),
    })
    .onConflict('id')
    .ignore();
}

export async function documentsOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly DocumentView[]> {
  const all = db<Row>('documents').where({ engagement_id: engagementId }).orderBy('id');
  const rows = await cutById(all, slice);
  return rows.map(toView);
}

export async function findDocument(
  db: Db,
  { engagementId, id }: { readonly engagementId: string; readonly id: string },
): Promise<DocumentView | null> {
  const row = await db<Row>('documents').where({ engagement_id: engagementId, id }).first();
  return row ? toView(row) : null;
}

/** Holds a content against the sweep until the transaction ends: whoever refers to it, or removes it, takes this first. */
export async function lockContent(trx: Trx, sha256: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 530))', [sha256]);
}

export async function isContentUsed(db: Db, sha256: string): Promise<boolean> {
  const isNamedIn = async (table: string): Promise<boolean> =>
    (await db(table).where({ sha256 }).first('sha256')) !== undefined;
  return (await isNamedIn('documents')) || (await isNamedIn('kpi_evidence')) || isNamedIn('archive_contents');
}
