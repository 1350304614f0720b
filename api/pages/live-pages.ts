import { type Response, Router } from 'express';
import type { Subject } from '../../db/read/live';
import { subjectKey, versionsOf } from '../../db/read/live';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import type { LivePart } from '../../templates/shell';
import { LiveHub } from '../live/hub';
import { Places } from '../live/places';
import { streamVersions } from '../live/stream';
import { LIVE } from './assets';
import type { Guarded } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { engagementOf } from './visit';

const PATHS: Readonly<Record<Subject['kind'], (id: string) => string>> = {
  engagement: (id) => `/live/engagements/${id}`,
  request: (id) => `/live/requests/${id}`,
  inbox: () => '/live/inbox',
  home: () => '/live/home',
};

/** How a page follows what it shows. To be asked before anything else is read: what changes meanwhile is then shown a second later. */
export async function livePart({ db }: Pick<PageDeps, 'db'>, subject: Subject): Promise<LivePart> {
  const version = (await versionsOf(db, [subject])).get(subjectKey(subject)) ?? '';
  return { href: PATHS[subject.kind](subject.id), version, scriptHref: LIVE.href };
}

/** Open pages learn that what they show has changed; whoever may see the page may listen. */
export function livePages(
  deps: PageDeps,
  { signedIn, insider }: Guarded,
  { requests, ending }: { readonly requests: Requests; readonly ending: AbortSignal },
): Router {
  const stream = { hub: new LiveHub(deps), db: deps.db, ending };
  const places = new Places();
  const follow = ({ id }: Person, subject: Subject, res: Response) =>
    places.while(id, () => streamVersions(stream, subject, res));
  const router = Router();
  router.get(
    '/live/inbox',
    signedIn((_req, res, { person }) => follow(person, { kind: 'inbox', id: person.id }, res)),
  );
  router.get(
    '/live/home',
    insider((_req, res, { person }) => follow(person, { kind: 'home', id: person.id }, res)),
  );
  router.get(
    '/live/engagements/:id',
    insider(async (req, res, reader) => {
      const { id } = await engagementOf({ deps, req, reader });
      await follow(reader.person, { kind: 'engagement', id }, res);
    }),
  );
  router.get(
    '/live/requests/:id',
    signedIn(async (req, res, { person }) => {
      const request = await requests.view(String(req.params['id']), person);
      if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
      await follow(person, { kind: 'request', id: request.id }, res);
    }),
  );
  return router;
}
