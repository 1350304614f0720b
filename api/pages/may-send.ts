import type { Request } from 'express';
import type { EngagementAct } from '../../domain/engagement/access';
import { DomainError } from '../../domain/errors';
import { mayManage, type Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import type { Db } from '../../db/knex';
import { scopedEngagement } from '../engagement-scope';
import { parseWith } from '../parse';
import { readableRequest } from '../request-access';
import { checkAccess } from '../session';

export interface Sender {
  readonly db: Db;
  readonly person: Person;
  readonly req: Request;
}
/** Asks whether somebody may send a form with files to what its path names, before any of it is read; its page asks again. */
export type MaySend = (sender: Sender) => Promise<unknown>;

const idIn = (req: Request): string => parseWith(Uuid, req.params['id'], 'NOT_FOUND');

export const toEngagement =
  (act: EngagementAct): MaySend =>
  async ({ db, person, req }) => {
    checkAccess('insiders', person);
    await scopedEngagement(db, idIn(req), { actor: person, act });
  };

export const toRequest: MaySend = ({ db, person, req }) => readableRequest(db, idIn(req), person);

/** Whoever manages brings vendors in. */
export function mustManage(person: Person): void {
  if (!mayManage(person)) throw new DomainError('FORBIDDEN', 'Your roles do not allow this.');
}

export const toVendors: MaySend = ({ person }) => {
  mustManage(person);
  return Promise.resolve();
};
