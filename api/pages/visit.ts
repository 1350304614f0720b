import type { Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { EngagementAct } from '../../domain/engagement/access';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import type { EngagementRow } from '../../db/stores/engagements';
import { scopedEngagement } from '../engagement-scope';
import { requestIdOf } from '../request-id';
import type { Call } from '../route';
import type { SignedIn } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';

/** Somebody of ours at a page. */
export interface Visit {
  readonly deps: PageDeps;
  readonly requests: Requests;
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

type Asking = Pick<Visit, 'deps' | 'req' | 'reader'>;

/** The engagement that the address names, for somebody who may do so much with it. */
export async function engagementOf({ deps, req, reader }: Asking, act: EngagementAct = 'read'): Promise<EngagementRow> {
  const id = Uuid.safeParse(req.params['id']);
  if (!id.success) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
  return scopedEngagement(deps.db, id.data, { actor: reader.person, act });
}

/** What the functions behind routes want to know of a call besides its parameters and its body. */
export type FormCall = Omit<Call<unknown, unknown, unknown>, 'params' | 'body'>;

/** A form that was sent, as the functions behind routes take it. */
export const callOf = ({ deps, req, reader }: Asking): FormCall => ({
  query: {},
  actor: reader.person,
  channel: 'page',
  session: reader.session,
  tokenById: null,
  now: deps.clock(),
  requestId: requestIdOf(req),
  newId: uuidv7(),
  accept: 'text/html',
  ifMatch: null,
});
