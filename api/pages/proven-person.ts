import { type RequestHandler, Router } from 'express';
import type { Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { PEOPLE_WRITERS } from '../admin/access';
import { parseWith } from '../parse';
import { existingPerson } from '../people';
import { FRESH, type Outcome } from '../record-form/plan';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { isProven, toConfirm } from './prove-again';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

interface PersonPage {
  /** Names them as `:person`. */
  readonly path: string;
  readonly show: (visit: Visit, person: Person, outcome: Outcome) => Promise<unknown>;
  readonly act: (visit: Visit, person: Person) => Promise<unknown>;
}

/** A form about one person, for somebody who administers people and has lately shown who they are. */
export const provenPersonPage =
  ({ path, show, act }: PersonPage) =>
  (deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router => {
    const router = Router();
    const page = (handle: (visit: Visit, person: Person) => Promise<unknown>): RequestHandler =>
      insiderForm(async (req, res, reader) => {
        checkAccess(PEOPLE_WRITERS, reader.person);
        const id = parseWith(Uuid, req.params['person'], 'NOT_FOUND');
        return handle({ deps, requests, req, res, reader }, await existingPerson(deps.db, id));
      });
    router.get(
      path,
      page((visit, person) => (isProven(visit) ? show(visit, person, FRESH) : toConfirm(visit))),
    );
    router.post(path, page(act));
    return router;
  };
