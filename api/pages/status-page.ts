import { Router } from 'express';
import { STATUS_READERS } from '../admin/access';
import { checkAccess } from '../session';
import { probeAll, wellnessOf, wording } from '../status/probe';
import { probesOf } from '../status/probes';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';

/** How every part of the installation is, and where it is written what to do. */
export function statusPage(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/admin/status',
    insider(async (_req, res, reader) => {
      const { person, locale, timeZone } = reader;
      checkAccess(STATUS_READERS, person);
      const now = Date.now();
      const parts = await probeAll(probesOf({ deps, now, say: wording(locale, timeZone, now) }));
      const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, person.id) });
      sendPage(res, reader, { name: 'status', data: { shell, wellness: wellnessOf(parts), parts } });
    }),
  );
  return router;
}
