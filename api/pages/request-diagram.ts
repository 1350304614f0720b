import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { RequestView } from '../../domain/approval/request-schema';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { bpmnXml } from '../../templates/diagram/bpmn';
import { drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import type { Diagram } from '../../templates/page-data';
import { renderDiagram } from '../../templates/render';
import { bpmnHeaders, requestPicture, SVG_HEADERS } from '../diagram';
import type { Guarded, SignedIn } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';

/** What the sheet of a request holds without shrinking its text. */
const SHEET_WIDTH = 884;

export async function requestDiagram(db: Db, view: RequestView, locale: Locale): Promise<Diagram | null> {
  const picture = await requestPicture(db, view, locale);
  if (!picture) return null;
  const wide = drawPolicy(picture, 'right');
  return {
    wide: wide.width <= SHEET_WIDTH ? wide : null,
    narrow: drawPolicy(picture, 'down'),
    href: `/requests/${view.id}/diagram`,
    bpmnHref: `/requests/${view.id}/bpmn`,
  };
}

/** The picture as files, for whoever may read the page it stands on. */
export function diagramFile(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  const pictureFor = async (id: string, { person, locale }: SignedIn): Promise<Pictured> => {
    const view = await requests.view(id, person);
    const picture = view && (await requestPicture(deps.db, view, locale));
    if (!picture) throw new DomainError('NOT_FOUND', 'There is no such request.');
    return picture;
  };
  router.get(
    '/requests/:id/diagram',
    signedIn(async (req, res, reader) => {
      const picture = await pictureFor(String(req.params['id']), reader);
      res.set(SVG_HEADERS).send(renderDiagram(drawPolicy(picture, 'right')));
    }),
  );
  router.get(
    '/requests/:id/bpmn',
    signedIn(async (req, res, reader) => {
      const id = String(req.params['id']);
      res.set(bpmnHeaders(id)).send(await bpmnXml(await pictureFor(id, reader)));
    }),
  );
  return router;
}
