import { z } from 'zod';
import { DOCUMENT_TYPES } from '../../domain/contract/document';
import { DocumentView } from '../../domain/contract/document-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { documentsOf } from '../../db/stores/documents';
import type { IncomingDocument } from '../document-upload';
import { documentOf, keepDocument } from '../engagement-documents';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { type Call, created, ok, type Route, route } from '../route';
import { savedFileHeaders } from '../saved-file';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'documents'>;

/** Documents of an engagement: drafts, signed copies, certificates. What has been stored stays as it is. */
export const documentRoutes = (deps: Deps): readonly Route[] => [add(deps), list(deps), read(deps), content(deps)];

/** The name of a document that is sent as the body itself; a multipart form brings its own. */
const Name = z.strictObject({ fileName: z.string().min(1).max(500).optional() });

const add = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Name>, IncomingDocument>({
    method: 'post',
    path: '/engagements/{id}/documents',
    summary: 'Store a document; its type is told by its content, its SHA-256 is answered',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    query: Name,
    document: true,
    answers: { 201: DocumentView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/documents/${call.newId}`, await recordDocument({ db }, call)),
  });

/** Stores a document that has come in, and says so in the trail. */
export function recordDocument(
  { db }: Pick<Deps, 'db'>,
  call: Call<EngagementParams, unknown, IncomingDocument>,
): Promise<DocumentView> {
  const { newId: id, body: incoming, actor, now } = call;
  return changeRecord(db, call, {
    act: 'edit',
    type: 'document.stored',
    write: (trx, engagement) =>
      keepDocument(trx, { id, engagementId: engagement.id, incoming, uploadedById: actor.id, now }),
    payload: ({ fileName, size, sha256 }) => ({ documentId: id, fileName, size, sha256 }),
  });
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    method: 'get',
    path: '/engagements/{id}/documents',
    summary: 'The documents of an engagement, oldest first',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(DocumentView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(pageById(await documentsOf(db, params.id, sliceById(query)), query.limit));
    },
  });

const One = z.strictObject({ id: Uuid, documentId: Uuid });
type One = z.infer<typeof One>;

const read = ({ db }: Deps): Route =>
  route<One>({
    method: 'get',
    path: '/engagements/{id}/documents/{documentId}',
    summary: 'What a document is called, its type, size and SHA-256',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    answers: { 200: DocumentView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await documentOf(db, { engagementId: params.id, id: params.documentId }));
    },
  });

const content = ({ db, documents }: Deps): Route =>
  route<One>({
    method: 'get',
    path: '/engagements/{id}/documents/{documentId}/content',
    summary: 'A document, to be saved; checked against its SHA-256 while it is sent',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    answers: { 200: null },
    media: DOCUMENT_TYPES,
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const document = await documentOf(db, { engagementId: params.id, id: params.documentId });
      const body = await documents.store.open(document.sha256);
      if (!body) throw new DomainError('UNAVAILABLE', 'The content is not in the document store; ask the operator.');
      return { body, headers: { ...savedFileHeaders(document), 'content-length': String(document.size) } };
    },
  });
