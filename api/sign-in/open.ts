import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { SignInMethod } from '../../domain/people/session-rules';
import { deleteSession, dropOldest, insertSession } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import type { Services } from '../services';
import { sessionCookie, sessionRulesOf, sessionSecret } from '../session';
import { agentOf } from './address';
import { noteSignIn } from './trail';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** Sessions that a person may have at once; a further one ends the oldest. */
export const SESSIONS_MOST = 20;

export interface Opening {
  readonly userId: string;
  readonly method: SignInMethod;
  /** Whether a second factor was shown as well. */
  readonly second?: boolean;
  /** Whether the person was signed in and has only shown again who they are. */
  readonly again?: boolean;
  /** When the proof was made, where that was before: elsewhere, hours ago. */
  readonly provedAt?: number;
}

/** A new session with a secret of its own; the one that the browser held before ends with it. */
export async function openSession(
  { req, res }: { readonly req: Request; readonly res: Response },
  { db, clock, config }: Deps,
  { userId, method, second = false, again = false, provedAt }: Opening,
): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  const now = clock();
  const { lifeMs } = sessionRulesOf(config);
  await inTransaction(db, async (trx) => {
    const before = sessionSecret(req, config);
    if (before !== null) await deleteSession(trx, before);
    const proof = { method, ...(provedAt !== undefined && { provedAt }) };
    const keptId = await insertSession(trx, { userId, secret, now, ...proof, agent: agentOf(req), lifeMs });
    await dropOldest(trx, userId, { keptId, most: SESSIONS_MOST });
    const type = again ? 'sign-in.proved-again' : 'sign-in.succeeded';
    await noteSignIn(trx, req, { type, userId, now, payload: { method, secondFactor: second } });
  });
  const { name, options } = sessionCookie(config);
  res.cookie(name, secret, options);
}

/** Ends the session that the browser holds. */
export async function closeSession(
  { req, res }: { readonly req: Request; readonly res: Response },
  { db, clock, config }: Deps,
  userId: string | null,
): Promise<void> {
  const secret = sessionSecret(req, config);
  if (secret !== null)
    await inTransaction(db, async (trx) => {
      await deleteSession(trx, secret);
      if (userId !== null) await noteSignIn(trx, req, { type: 'sign-in.ended', userId, now: clock() });
    });
  const { name, options } = sessionCookie(config);
  res.clearCookie(name, options);
  // Browsers take it over https only. Cookies are left out: the language of the pages is one.
  if (options.secure) res.set('clear-site-data', '"cache", "storage"');
}
