import { type Request, Router } from 'express';
import type { RequestView } from '../../domain/approval/request-schema';
import { DomainError } from '../../domain/errors';
import { exportRequest } from '../../db/read/request-export';
import { fileReply } from '../request-files';
import { exportData } from './export-view';
import type { Guarded, SignedIn } from './guard';
import { type PageDeps, sendPage } from './reader';
import type { Requests } from './requests-port';

/** What can be taken along from a request: its export to print, and its files to save. */
export function requestPapers(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/requests/:id/export',
    signedIn(async (req, res, reader) => {
      const view = await load(requests, req, reader);
      const exported = await exportRequest(deps.db, view, { readerId: reader.person.id, now: deps.clock() });
      sendPage(res, reader, { name: 'export', data: await exportData(deps, exported, reader) });
    }),
  );
  router.get(
    '/requests/:id/attachments/:file',
    signedIn(async (req, res, reader) => {
      const { id: requestId } = await load(requests, req, reader);
      const asked = { requestId, id: String(req.params['file']), person: reader.person };
      const { headers = {}, body } = await fileReply(deps.db, asked);
      res.set(headers).send(body);
    }),
  );
  return router;
}

async function load(requests: Requests, req: Request, reader: SignedIn): Promise<RequestView> {
  const request = await requests.view(String(req.params['id']), reader.person);
  if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
  return request;
}
