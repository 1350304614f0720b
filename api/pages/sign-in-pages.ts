import type { Router } from 'express';
import { passwordLinks } from '../password-links';
import { confirmPage } from './confirm-page';
import { forgottenPage } from './forgotten-page';
import type { Guarded } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { securityPage } from './security-page';
import { sessionRoutes } from './session-routes';

/** Signing in and out, showing it again, and what somebody signs in with. */
export const signInPages = (deps: PageDeps, guarded: Guarded, requests: Requests): readonly Router[] => [
  sessionRoutes(deps, guarded),
  passwordLinks(deps),
  forgottenPage(deps, guarded),
  confirmPage(deps, guarded),
  securityPage(deps, guarded, requests),
];
