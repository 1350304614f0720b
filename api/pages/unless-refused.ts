import type { Response } from 'express';
import { TooManyRequests } from '../problems';
import { PasskeyRefusal } from '../sign-in/passkeys/refusal';
import { passkeyRefused, type Refusal } from './sign-in-status';

/** Does what tries a password, code or passkey; the form says why it opened nothing, and after too many tries when to come back. */
export async function unlessRefused(
  res: Response,
  refuse: (refusal: Refusal) => void | Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PasskeyRefusal) return refuse(passkeyRefused(error.reason));
    if (!(error instanceof TooManyRequests)) throw error;
    res.set('retry-after', String(error.seconds));
    await refuse('busy');
  }
}
