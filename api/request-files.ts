import { MAX_ATTACHMENTS, safeFileName } from '../domain/approval/attachment';
import { hasPart } from '../domain/approval/request-objection';
import type { Attachment } from '../domain/approval/request-schema';
import { DomainError, fieldError } from '../domain/errors';
import { hasRole, type Person } from '../domain/people/people';
import { toAttachment } from '../db/read/attachments';
import { type AttachmentRow, attachmentContent, attachmentsOf, insertAttachment } from '../db/stores/attachments';
import { findPeople } from '../db/stores/people';
import { savedState } from '../db/stores/requests';
import type { Db } from '../db/knex';
import { inTransaction } from '../db/transaction';
import { toldFile } from './attachment-type';
import { checkQuota } from './file-quota';
import { mayRead, readableRequest } from './request-access';
import { savedFileHeaders } from './saved-file';
import type { Reply } from './route';
import type { Upload } from './upload';

export interface NewFile {
  readonly requestId: string;
  /** The file's id: a repetition under it changes nothing. */
  readonly id: string;
  readonly actor: Person;
  readonly upload: Upload;
  /** Bytes that all files of an engagement may have together. */
  readonly quota: number;
  readonly now: number;
}

/** Keeps a file for a comment or a decision of its uploader, who must have a say in a request that is still open. */
export async function keepFile(db: Db, { requestId, id, actor, upload, quota, now }: NewFile): Promise<Attachment> {
  const request = await readableRequest(db, requestId, actor);
  const state = await savedState(db, requestId);
  if (!hasRole(actor, 'admin') && !(state && hasPart(state, actor.id)))
    throw new DomainError('FORBIDDEN', 'Only people with a part in the request add files to it.');
  if (request.status !== 'pending' && request.status !== 'draft')
    throw new DomainError('REQUEST_CLOSED', `The request is ${request.status}.`);
  const { content, sha256 } = upload;
  if (content.length === 0) throw fieldError('file', 'is empty');
  const { fileName, mediaType } = await toldFile(content, safeFileName(upload.fileName));
  const { engagementId } = request;
  await inTransaction(db, async (trx) => {
    if (engagementId !== null) await checkQuota(trx, { id, engagementId, size: content.length, quota });
    await checkRoom(trx, requestId, id);
    await insertAttachment(trx, { id, requestId, uploadedById: actor.id, fileName, mediaType, sha256, content, now });
  });
  return toAttachment(await ownFile(db, { requestId, id }));
}

async function checkRoom(db: Db, requestId: string, id: string): Promise<void> {
  const others = (await attachmentsOf(db, requestId)).filter((file) => file.id !== id);
  if (others.length >= MAX_ATTACHMENTS)
    throw new DomainError('STATE_CONFLICT', `A request holds at most ${MAX_ATTACHMENTS} files.`);
}

async function ownFile(db: Db, { requestId, id }: { readonly requestId: string; readonly id: string }) {
  const file = (await attachmentsOf(db, requestId)).find((one) => one.id === id);
  if (!file) throw new DomainError('NOT_FOUND', 'There is no such file.');
  return file;
}

export interface FileAsked {
  readonly requestId: string;
  readonly id: string;
  readonly person: Person;
}

/** A file for whoever may read its request; until an act has named it, for its uploader only. */
export async function fileReply(db: Db, { requestId, id, person }: FileAsked): Promise<Reply> {
  await readableRequest(db, requestId, person);
  const file = await ownFile(db, { requestId, id });
  const content = isShared(file) || file.uploaded_by === person.id ? await attachmentContent(db, id) : null;
  if (!content) throw new DomainError('NOT_FOUND', 'There is no such file.');
  return { body: content, headers: savedFileHeaders({ fileName: file.file_name, mediaType: file.media_type }) };
}

const isShared = (file: AttachmentRow): boolean => file.used_key !== null;

export interface Named {
  readonly requestId: string;
  readonly actor: Person;
  readonly attachmentIds?: readonly string[] | undefined;
  readonly mentionIds?: readonly string[] | undefined;
}

/** Refuses files that are not the actor's own of this request, and people who may not read it. */
export async function checkNamed(
  db: Db,
  { requestId, actor, attachmentIds = [], mentionIds = [] }: Named,
): Promise<void> {
  const own = attachmentIds.length === 0 ? [] : await attachmentsOf(db, requestId);
  const mine = new Set(own.flatMap((file) => (file.uploaded_by === actor.id ? [file.id] : [])));
  const strange = attachmentIds.find((id) => !mine.has(id));
  if (strange !== undefined)
    throw fieldError('attachmentIds', `${strange} is not a file that you added to this request`);
  const people = new Map((await findPeople(db, mentionIds)).map((person) => [person.id, person]));
  const known = mentionIds.length === 0 ? null : await readableRequest(db, requestId, actor);
  for (const id of mentionIds) {
    const person = people.get(id);
    if (!person?.active || !known || !(await mayRead(db, known, person)))
      throw fieldError('mentionIds', `${id} is not an active person who may read this request`);
  }
}
