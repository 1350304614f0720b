import type { Response } from 'express';
import type { SignInRefusal } from '../../templates/security-page-data';
import { SIGN_IN_STATUS } from './sign-in-status';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';

export interface Asked {
  readonly deps: PageDeps;
  readonly reader: Reader;
  /** The first proof, signed. */
  readonly proved: string;
  readonly next: string;
  readonly refusal: SignInRefusal | null;
}

/** Asks for the second factor after the first; another language begins with the sign-in again. */
export function askForCode(res: Response, { deps, reader, proved, next, refusal }: Asked): void {
  const status = refusal === null ? 200 : SIGN_IN_STATUS[refusal];
  const shell = shellFor({ ...reader, here: '/sign-in' }, deps);
  sendPage(res, reader, { name: 'second-factor', status, data: { shell, next, proved, refusal } });
}
