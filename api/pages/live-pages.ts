import { type Response, Router } from 'express';
import type { Subject } from '../../db/read/live';
import { subjectKey, versionsOf } from '../../db/read/live';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { findVendor } from '../../db/stores/vendor-master';
import type { LivePart } from '../../templates/shell';
import { LiveHub } from '../live/hub';
import { Places } from '../live/places';
import { streamVersions } from '../live/stream';
import { parseWith } from '../parse';
import { PORTFOLIO_READERS } from '../routes/portfolio-heat';
import { checkAccess } from '../session';
import { knownVendor } from '../vendors/change';
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
  portfolio: () => '/live/portfolio',
  vendor: (id) => `/live/vendors/${id}`,
};

export const PORTFOLIO = { kind: 'portfolio', id: 'all' } as const satisfies Subject;

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
  followOverviews({ router, deps, insider, follow });
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

interface Overviews extends Pick<Guarded, 'insider'> {
  readonly router: Router;
  readonly deps: PageDeps;
  readonly follow: (person: Person, subject: Subject, res: Response) => Promise<void>;
}

/** What tells of many engagements: all of them, and those of a vendor. */
function followOverviews({ router, deps, insider, follow }: Overviews): void {
  router.get(
    '/live/portfolio',
    insider((_req, res, { person }) => {
      checkAccess(PORTFOLIO_READERS, person);
      return follow(person, PORTFOLIO, res);
    }),
  );
  router.get(
    '/live/vendors/:id',
    insider(async (req, res, { person }) => {
      const { id } = knownVendor(await findVendor(deps.db, parseWith(Uuid, req.params['id'], 'NOT_FOUND')));
      await follow(person, { kind: 'vendor', id }, res);
    }),
  );
}
