import { z } from 'zod';
import { ATTACHMENT_TYPES } from '../../domain/approval/attachment';
import { Attachment } from '../../domain/approval/request-schema';
import { Uuid } from '../../domain/shapes';
import { fileReply, keepFile } from '../request-files';
import { created, type Route, route } from '../route';
import type { Services } from '../services';
import type { Upload } from '../upload';

type Deps = Pick<Services, 'db' | 'documents'>;

/** Files of a request: kept first, then named by a comment or a decision of the same person. */
export const attachmentRoutes = (deps: Deps): readonly Route[] => [add(deps), read(deps)];

const Of = z.strictObject({ id: Uuid });
/** The name of a file that is sent as the body itself; a multipart form brings its own. */
const Name = z.strictObject({ fileName: z.string().min(1).max(500).optional() });

const add = ({ db, documents: { quota } }: Deps): Route =>
  route<z.infer<typeof Of>, z.infer<typeof Name>, Upload>({
    method: 'post',
    path: '/requests/{id}/attachments',
    summary: 'Add a file of at most 20 MB, to be named in a comment or a decision',
    tag: 'Approvals',
    access: 'signed-in',
    params: Of,
    query: Name,
    upload: true,
    answers: { 201: Attachment },
    handle: async ({ params, body, actor, newId, now }) => {
      const file = await keepFile(db, { requestId: params.id, id: newId, actor, upload: body, quota, now });
      return created(`/api/v1/requests/${params.id}/attachments/${file.id}`, file);
    },
  });

const One = z.strictObject({ id: Uuid, attachmentId: Uuid });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof One>>({
    method: 'get',
    path: '/requests/{id}/attachments/{attachmentId}',
    summary: 'A file of a request, to be saved',
    tag: 'Approvals',
    access: 'signed-in',
    params: One,
    answers: { 200: null },
    media: ATTACHMENT_TYPES,
    handle: ({ params, actor }) => fileReply(db, { requestId: params.id, id: params.attachmentId, person: actor }),
  });
