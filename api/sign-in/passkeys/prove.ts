import type { Request } from 'express';
import type { Services } from '../../services';
import { attempted } from '../attempt';
import type { Proof } from '../first-proof';
import { fieldsSent, formField } from '../../pages/csrf';
import { browserSecret } from './browser-secret';
import { shownByPasskey } from './show';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** Whether the form is one that a passkey is to come with. */
export const isByPasskey = (req: Request): boolean => fieldsSent(req).includes('credential');

const answerOf = (req: Request): string => formField(req, 'credential');

/** Who signs in by a passkey: it says so by itself, to the browser that was asked. */
export const proofByPasskey = (deps: Deps, req: Request): Promise<Proof | null> =>
  attempted<Proof>(deps, {
    req,
    method: 'passkey',
    account: null,
    userId: null,
    prove: async () => {
      const asked = { purpose: 'sign-in', boundTo: browserSecret(req, deps) ?? '', userId: null } as const;
      return { userId: await shownByPasskey(deps, answerOf(req), asked), method: 'passkey' };
    },
  });

/** Whether somebody who is signed in shows again who they are, in the session in which they were asked. */
export const passkeyAgain = (
  deps: Deps,
  req: Request,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Promise<Proof | null> =>
  attempted<Proof>(deps, {
    req,
    method: 'passkey',
    account: null,
    userId,
    prove: async () => {
      const asked = { purpose: 'confirm', boundTo: sessionId, userId } as const;
      return { userId: await shownByPasskey(deps, answerOf(req), asked), method: 'passkey' };
    },
  });

/** Whether a passkey is the second factor after this first proof. */
export const passkeySecond = async (
  deps: Deps,
  req: Request,
  { userId, proved }: { readonly userId: string; readonly proved: string },
): Promise<boolean> =>
  (await attempted(deps, {
    req,
    method: 'second-factor',
    account: userId,
    userId,
    prove: () => shownByPasskey(deps, answerOf(req), { purpose: 'second-step', boundTo: proved, userId }),
  })) !== null;
