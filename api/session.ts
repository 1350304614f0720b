import type { Request } from 'express';
import { DomainError } from '../domain/errors';
import { hasRole, isInsider, type Person } from '../domain/people/people';
import { isFresh, type SessionRules, USUAL_SESSION } from '../domain/people/session-rules';
import type { TokenScope } from '../domain/people/token-scopes';
import { type HeldSession, heldSession, noteSessionUse, type Session } from '../db/stores/sessions';
import { heldToken, noteTokenUse } from '../db/stores/tokens';
import { isKey, machineOf } from './access-key';
import { noteCaller } from './log-requests';
import type { Access } from './route';
import type { Services } from './services';
import { owesSecondFactor } from './sign-in/owed-factor';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

export interface Caller {
  readonly person: Person;
  readonly channel: 'api' | 'page';
  /** Of the API token that came along; null for browsers and machines. */
  readonly tokenId: string | null;
  /** Who made that token; null where nobody is known. */
  readonly tokenById: string | null;
  /** Of somebody who has signed in; null for programs. */
  readonly session: Session | null;
  /** What the token is for; null: all that its person may do. */
  readonly scopes: readonly TokenScope[] | null;
  /** Whether they have to set up a second factor before anything else. */
  readonly owesFactor: boolean;
}

/** Who calls: the bearer of an API token, or the holder of a page session; null when neither came along. */
export async function callerOf(req: Request, deps: Deps): Promise<Caller | null> {
  const caller = await recognised(req, deps);
  if (caller) noteCaller(req, caller.person.id);
  return caller;
}

async function recognised(req: Request, deps: Deps): Promise<Caller | null> {
  const token = bearer(req);
  if (token === null) {
    const held = await sessionOf(req, deps);
    return held && { ...held, ...NO_TOKEN, channel: 'page', owesFactor: await owesSecondFactor(deps, held) };
  }
  if (!isKey(token)) return bearerOf(token, deps);
  const person = await machineOf(token, deps);
  return person && { ...NO_TOKEN, person, channel: 'api', session: null, owesFactor: false };
}

const NO_TOKEN = { tokenId: null, tokenById: null, scopes: null } as const;

async function bearerOf(token: string, { db, clock }: Deps): Promise<Caller | null> {
  const now = clock();
  const held = await heldToken(db, token, now);
  if (!held) return null;
  await noteTokenUse(db, held, now);
  const { id: tokenId, person, scopes, madeById: tokenById } = held;
  return { person, channel: 'api', tokenId, tokenById, session: null, scopes, owesFactor: false };
}

/** The session that a browser holds, with its person; null when there is none or it has run out. */
export async function sessionOf(req: Request, { db, clock, config }: Deps): Promise<HeldSession | null> {
  const secret = sessionSecret(req, config);
  if (secret === null) return null;
  const now = clock();
  const held = await heldSession(db, secret, { now, rules: sessionRulesOf(config) });
  if (held) noteCaller(req, held.person.id);
  if (held && !isUnattended(req)) await noteSessionUse(db, held.session, now);
  return held;
}

/** A page that follows what it shows asks without anybody at it: that keeps no session alive. */
const isUnattended = ({ headers, path }: Request): boolean =>
  headers['x-tenure-live'] !== undefined || path.startsWith('/live/');

export const sessionRulesOf = ({ session }: Pick<Services['config'], 'session'>): SessionRules =>
  session ?? USUAL_SESSION;

const isSecure = ({ publicUrl }: Pick<Services['config'], 'publicUrl'>): boolean => publicUrl.startsWith('https://');

/** Over https its name keeps other hosts of the domain from setting it: browsers take `__Host-` from its very host only. */
export const sessionCookie = (config: Pick<Services['config'], 'publicUrl'>) =>
  ({
    name: isSecure(config) ? '__Host-tenure_session' : 'tenure_session',
    options: { httpOnly: true, sameSite: 'lax', secure: isSecure(config), path: '/' },
  }) as const;

export const sessionSecret = (req: Request, config: Pick<Services['config'], 'publicUrl'>): string | null =>
  cookie(req, sessionCookie(config).name);

/** What is grave needs somebody who has lately shown who they are. A program shows it with every call. */
export function checkFresh(session: Session | null, { clock, config }: Pick<Services, 'clock' | 'config'>): void {
  if (session === null || isFresh(session, sessionRulesOf(config), clock())) return;
  throw new DomainError('STEP_UP_REQUIRED', 'This needs you to show again who you are.');
}

/** Programs show a token with every call; a browser session that still has to be made complete is good for nothing else. */
export function checkFactor({ owesFactor }: Pick<Caller, 'owesFactor'>): void {
  if (owesFactor) throw new DomainError('SECOND_FACTOR_REQUIRED', 'Set up a second factor at `/security` first.');
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
