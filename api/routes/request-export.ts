import { z } from 'zod';
import { RequestExport } from '../../domain/approval/export-schema';
import { Uuid } from '../../domain/shapes';
import { exportRequest } from '../../db/read/request-export';
import { exportDocument } from '../pages/export-view';
import { readableRequest } from '../request-access';
import { type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'config' | 'clock'>;
const Params = z.strictObject({ id: Uuid });
/** Says what `Accept` cannot in a link of a page. */
const Query = z.strictObject({ format: z.enum(['json', 'html']).optional() });

export const requestExportRoutes = (deps: Deps): readonly Route[] => [
  route<z.infer<typeof Params>, z.infer<typeof Query>>({
    method: 'get',
    path: '/requests/{id}/export',
    summary: 'All of a request with its trail, to keep and to verify; as JSON or, for text/html, to print',
    tag: 'Approvals',
    access: 'signed-in',
    params: Params,
    query: Query,
    answers: { 200: RequestExport },
    media: ['text/html'],
    handle: async ({ params, query, actor, now, accept }) => {
      const view = await readableRequest(deps.db, params.id, actor);
      const exported = await exportRequest(deps.db, view, { readerId: actor.id, now });
      const isHtml = query.format === undefined ? accept.includes('text/html') : query.format === 'html';
      if (!isHtml)
        return { body: exported, headers: { 'content-disposition': `attachment; filename="request-${view.id}.json"` } };
      const body = await exportDocument(deps, exported, actor);
      return { body, headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': actor.locale } };
    },
  }),
];
