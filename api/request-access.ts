import type { RequestView } from '../domain/approval/request-schema';
import { DomainError } from '../domain/errors';
import { hasRole, isInsider, type Person } from '../domain/people/people';
import { requestView, takesPart } from '../db/read/requests';
import type { Db } from '../db/knex';

/** Who oversees all requests. Others see those in which they have a part, and those of engagements, which insiders may read. */
export const oversees = (person: Person): boolean => hasRole(person, 'admin', 'manager', 'auditor', 'executive');

type Known = Pick<RequestView, 'id' | 'engagementId'>;

/** The one answer to "may this person read that request", for every channel and everything that belongs to it. */
export const mayRead = async (db: Db, request: Known, person: Person): Promise<boolean> =>
  oversees(person) ||
  (request.engagementId !== null && isInsider(person)) ||
  (await takesPart(db, request.id, person.id));

/** The request as this person may see it; what one may not read does not exist. */
export async function readableRequest(db: Db, id: string, person: Person): Promise<RequestView> {
  const view = await requestView(db, id);
  if (view && (await mayRead(db, view, person))) return view;
  throw new DomainError('NOT_FOUND', 'There is no such request.');
}
