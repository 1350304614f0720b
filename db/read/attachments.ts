import type { Attachment } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { type AttachmentRow, attachmentsOf } from '../stores/attachments';

/** The files of a request that a comment or a decision has named, oldest first. */
export const namedAttachments = async (db: Db, requestId: string): Promise<Attachment[]> =>
  (await attachmentsOf(db, requestId)).filter(({ used_key: key }) => key !== null).map(toAttachment);

export const toAttachment = (row: AttachmentRow): Attachment => ({
  id: row.id,
  fileName: row.file_name,
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
  uploadedById: row.uploaded_by,
  createdAt: row.created_at.toISOString(),
  commentId: row.task_id === null ? row.used_key : null,
  taskId: row.task_id,
});
