import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { appendAudit, SIGN_IN_STREAM } from '../../db/stores/audit';
import type { Trx } from '../../db/transaction';
import { agentOf } from './address';

export interface SignInEvent {
  readonly type:
    | 'sign-in.succeeded'
    | 'sign-in.failed'
    | 'sign-in.held-back'
    | 'sign-in.ended'
    | 'sign-in.proved-again'
    | 'identity.linked'
    | 'password.asked'
    | 'password.changed'
    | 'password.reset'
    | 'second-factor.added'
    | 'second-factor.removed'
    | 'second-factor.codes'
    | 'passkey.added'
    | 'passkey.removed';
  /** Null where nobody is known by what was given. */
  readonly userId: string | null;
  readonly now: number;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** One entry of the trail, with where it came from. What was typed in stands nowhere: people type passwords into wrong fields. */
export const noteSignIn = (trx: Trx, req: Request, { type, userId, now, payload }: SignInEvent): Promise<void> =>
  appendAudit(trx, SIGN_IN_STREAM, [
    {
      key: `${type}:${uuidv7()}`,
      at: now,
      type,
      ...(userId !== null && { actorId: userId }),
      channel: 'page',
      payload: { userId, ip: req.ip ?? null, userAgent: agentOf(req), ...payload },
    },
  ]);
