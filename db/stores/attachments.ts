import type { Fact } from '../../domain/approval/events';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface NewAttachment {
  readonly id: string;
  readonly requestId: string;
  readonly uploadedById: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Buffer;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface AttachmentRow {
  readonly id: string;
  readonly request_id: string;
  readonly uploaded_by: string;
  readonly file_name: string;
  readonly media_type: string;
  readonly size: number;
  readonly sha256: string;
  readonly created_at: Date;
  /** Of the event that named the file, within its request; null until one has. */
  readonly used_key: string | null;
  readonly task_id: string | null;
}

/** All but the content, which is read by its one reader only. */
const COLUMNS = [
  'id',
  'request_id',
  'uploaded_by',
  'file_name',
  'media_type',
  'size',
  'sha256',
  'created_at',
  'used_key',
  'task_id',
] as const;

/** Keeps a file of a request; a repetition under the same id changes nothing. */
export async function insertAttachment(db: Db, file: NewAttachment): Promise<void> {
  await db('request_attachments')
    .insert({
      id: file.id,
      request_id: file.requestId,
      uploaded_by: file.uploadedById,
      file_name: file.fileName,
      media_type: file.mediaType,
      size: file.content.length,
      sha256: file.sha256,
      content: file.content,
      created_at: new Date(file.now),
    })
    .onConflict('id')
    .ignore();
}

export const attachmentsOf = (db: Db, requestId: string): Promise<readonly AttachmentRow[]> =>
  db<AttachmentRow>('request_attachments').where({ request_id: requestId }).orderBy('id').select(COLUMNS);

export async function attachmentContent(db: Db, id: string): Promise<Buffer | null> {
  const row = await db<{ id: string; content: Buffer }>('request_attachments').where({ id }).first('content');
  return row?.content ?? null;
}

/** An act has been recorded: the files that it names are the request's from now on. */
export async function claimAttachments(
  trx: Trx,
  requestId: string,
  { fact, key }: { readonly fact: Fact; readonly key: string },
): Promise<void> {
  const { attachmentIds } = fact.payload;
  if (!Array.isArray(attachmentIds)) return;
  await trx('request_attachments')
    .whereIn('id', attachmentIds.map(String))
    .where({ request_id: requestId })
    .whereNull('used_key')
    .update({ used_key: key, task_id: fact.taskId });
}
