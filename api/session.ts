import type { Request } from 'express';
import { DomainError } from '../domain/errors';
import { hasRole, isInsider, type Person } from '../domain/people/people';
import { personBySession, personByToken } from '../db/stores/tokens';
import { isKey, machineOf } from './access-key';
import type { Access } from './route';
import type { Services } from './services';

export const SESSION_COOKIE = 'tenure_session';

export interface Caller {
  readonly person: Person;
  readonly channel: 'api' | 'page';
}

/** Who calls: the bearer of an API token, or the holder of a page session; null when neither came along. */
export async function callerOf(req: Request, { db, clock }: Pick<Services, 'db' | 'clock'>): Promise<Caller | null> {
  const token = bearer(req);
  if (token !== null) {
    const person = isKey(token) ? await machineOf(token, { db, clock }) : await personByToken(db, token, clock());
    return person && { person, channel: 'api' };
  }
  const session = cookie(req, SESSION_COOKIE);
  if (session === null) return null;
  const person = await personBySession(db, session, clock());
  return person && { person, channel: 'page' };
}

/** Whether a person may use a route at all; what they may do to one thing is asked of the domain. */
export function checkAccess(access: Exclude<Access, 'public'>, person: Person): void {
  const allowed = access === 'signed-in' || (access === 'insiders' ? isInsider(person) : hasRole(person, ...access));
  if (!allowed) throw new DomainError('FORBIDDEN', `Your roles do not allow this: it needs ${neededFor(access)}.`);
}

const neededFor = (access: Exclude<Access, 'public' | 'signed-in'>): string =>
  access === 'insiders' ? 'a role inside the organisation' : `one of the roles ${access.join(', ')}`;

function bearer(req: Request): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(req.headers.authorization ?? '');
  return match?.[1] ?? null;
}

export function cookie(req: Request, name: string): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return decodeURIComponent(value);
  }
  return null;
}
