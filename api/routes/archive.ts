import { ArchiveView, SignedIndex } from '../../domain/exit/archive-schema';
import { DomainError } from '../../domain/errors';
import { archiveView, findArchive } from '../../db/stores/archives';
import { purgeOf } from '../../db/stores/purges';
import { inTransaction } from '../../db/transaction';
import { buildArchive } from '../archive/build';
import { zipOf } from '../archive/zip';
import { editableIn, heldEngagement, scopedEngagement } from '../engagement-scope';
import { type Call, created, ok, type Route, route } from '../route';
import { savedFileHeaders } from '../saved-file';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'documents' | 'config'>;
const ZIP_TYPE = 'application/zip';

/** What is kept of an engagement that is closed, in one file that proves itself. */
export const archiveRoutes = (deps: Deps): readonly Route[] => [build(deps), read(deps)];

const build = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'post',
    path: '/engagements/{id}/archive',
    summary: 'Archive the records of a closed engagement; answers 200 where nothing has changed since the last time',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: ArchiveView, 201: ArchiveView },
    handle: async (call) => {
      const { archive, fresh } = await archiveRecord(deps, call);
      const view = archiveView(archive);
      return fresh ? created(archiveHref(call.params.id), view) : ok(view);
    },
  });

export const archiveHref = (id: string): string => `/api/v1/engagements/${id}/archive`;

export function archiveRecord({ db, documents, config }: Deps, call: Call<EngagementParams, unknown, unknown>) {
  const { params, actor, channel, now, newId: id } = call;
  const order = { id, actorId: actor.id, channel, now, store: documents.store, rootKey: config.secrets[0] ?? '' };
  return inTransaction(db, async (trx) => {
    const engagement = await heldEngagement(trx, params.id, { actor, act: 'edit' });
    editableIn(engagement, ['CLOSED']);
    const purge = await purgeOf(trx, engagement.id);
    if (purge?.confirmed_at)
      throw new DomainError('STATE_CONFLICT', 'The record is purged: nothing is left to archive.');
    return buildArchive(trx, engagement, order);
  });
}

const read = ({ db, documents }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/archive',
    summary: 'The newest archive as a zip whose signed index names every file; the index alone as JSON',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: SignedIndex },
    media: [ZIP_TYPE],
    handle: async ({ params, actor, accept }) => {
      const { number } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const archive = await findArchive(db, params.id);
      if (!archive) throw new DomainError('NOT_FOUND', 'The engagement has not been archived.');
      if (accept.includes('application/json')) return ok(archive.index);
      const headers = savedFileHeaders({ fileName: `archive-${number}.zip`, mediaType: ZIP_TYPE });
      return { headers, body: zipOf(archive.index, documents.store) };
    },
  });
