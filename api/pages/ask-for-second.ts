import type { Response } from 'express';
import { findPerson } from '../../db/stores/people';
import { factorsOf } from '../sign-in/factors';
import { PASSKEYS } from './assets';
import { type Refusal, saidOf, SIGN_IN_STATUS } from './sign-in-status';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';

export interface Asked {
  readonly deps: PageDeps;
  readonly reader: Reader;
  /** Whose first proof it was. */
  readonly userId: string;
  /** The first proof, signed. */
  readonly proved: string;
  readonly next: string;
  readonly refusal: Refusal | null;
}

/** Asks for the second factor after the first; another language begins with the sign-in again. */
export async function askForSecond(res: Response, asked: Asked): Promise<void> {
  const { deps, reader, userId, proved, next, refusal } = asked;
  const person = await findPerson(deps.db, userId);
  const { app, passkey } = person ? await factorsOf(deps, person) : { app: true, passkey: false };
  const status = refusal === null ? 200 : typeof refusal === 'string' ? SIGN_IN_STATUS[refusal] : 401;
  const shell = shellFor({ ...reader, here: '/sign-in' }, deps, { script: passkey ? PASSKEYS.href : null });
  sendPage(res, reader, { name: 'second-factor', status, data: { shell, next, proved, app, ...saidOf(refusal) } });
}
