import { createHash } from 'node:crypto';
import { type OpenInput, REVISION } from '../../domain/approval/reducer';
import type { Db } from '../knex';
import { canonicalJson } from './audit';

/** What is decided on, and the team of its engagement for assignees named by their part in it. */
export interface SubjectDocument {
  readonly type: string;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles?: Readonly<Record<string, string | undefined>>;
}

export interface NewRequestDocument {
  readonly requestId: string;
  readonly policyKey: string;
  readonly gate: string | null;
  readonly engagementId: string | null;
  readonly requesterId: string;
  readonly excludedIds?: readonly string[];
  readonly ccIds?: readonly string[];
  readonly select?: Readonly<Record<string, readonly string[]>>;
  readonly subject: SubjectDocument;
  readonly latestAt?: number | null;
  /** Takes effect as soon as it is approved, also where the usual rule would have it cool off. */
  readonly atOnce?: boolean;
  readonly notifyWorkflowId: string | null;
  readonly now: number;
}

/** What an approval workflow starts with. */
export interface PreparedRequest extends OpenInput {
  readonly notifyWorkflowId: string | null;
}

/** Hash of what people see and decide on. */
export const hashOf = ({ type, title, data }: SubjectDocument): string =>
  createHash('sha256').update(canonicalJson({ type, title, data })).digest('hex');

/** Writes the document that is to be decided on and returns the input of its workflow; a repetition changes nothing. */
export async function prepareRequest(db: Db, request: NewRequestDocument): Promise<PreparedRequest> {
  const { requestId, subject, now, engagementId } = request;
  const subjectHash = await saveSubject(db, { requestId, subject, now, engagementId });
  return {
    requestId,
    policyKey: request.policyKey,
    gate: request.gate,
    requesterId: request.requesterId,
    excludedIds: request.excludedIds ?? [],
    // Whoever asks hears of the end anyway, and is not told of it twice.
    ccIds: [...new Set(request.ccIds)].filter((id) => id !== request.requesterId),
    select: request.select ?? {},
    subjectHash,
    latestAt: request.latestAt ?? null,
    revision: REVISION,
    ...(request.atOnce && { atOnce: true }),
    notifyWorkflowId: request.notifyWorkflowId,
  };
}

export interface SavedSubject {
  readonly requestId: string;
  readonly subject: SubjectDocument;
  readonly now: number;
  readonly engagementId?: string | null;
}

/** Keeps a version of the document under its hash. */
export async function saveSubject(db: Db, { requestId, subject, now, engagementId }: SavedSubject): Promise<string> {
  const hash = hashOf(subject);
  const known = await db<SubjectRow>('request_subjects').where({ request_id: requestId }).first();
  await db('request_subjects')
    .insert({
      request_id: requestId,
      hash,
      type: subject.type,
      title: subject.title,
      data: JSON.stringify(subject.data),
      roles: JSON.stringify(subject.roles ?? known?.roles ?? {}),
      engagement_id: engagementId ?? known?.engagement_id ?? null,
      created_at: new Date(now),
    })
    .onConflict(['request_id', 'hash'])
    .ignore();
  return hash;
}

export interface SubjectRow {
  readonly request_id: string;
  readonly hash: string;
  readonly type: string;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly engagement_id: string | null;
}

export async function findSubject(db: Db, requestId: string, hash: string): Promise<SubjectRow | null> {
  const row = await db<SubjectRow>('request_subjects').where({ request_id: requestId, hash }).first();
  return row ?? null;
}

/** The document as it was last submitted: the one that the end of the request is about. */
export async function latestSubject(db: Db, requestId: string): Promise<SubjectRow | null> {
  const row = await db<SubjectRow & { created_at: Date }>('request_subjects')
    .where({ request_id: requestId })
    .orderBy('created_at', 'desc')
    .first();
  return row ?? null;
}
