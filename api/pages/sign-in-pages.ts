import type { Router } from 'express';
import { createProvider } from '../sign-in/oidc/provider';
import { passwordLinks } from '../password-links';
import { confirmPage } from './confirm-page';
import { forgottenPage } from './forgotten-page';
import type { Guarded } from './guard';
import { oidcPages } from './oidc-pages';
import { passkeyRoutes } from './passkey-routes';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { securityPage } from './security-page';
import { sessionRoutes } from './session-routes';

/** Signing in and out, showing it again, and what somebody signs in with. */
export function signInPages(deps: PageDeps, guarded: Guarded, requests: Requests): readonly Router[] {
  const provider = deps.config.oidc ? createProvider(deps.config.oidc, deps.clock) : null;
  return [
    sessionRoutes(deps, guarded, provider),
    oidcPages(deps, guarded, provider),
    passkeyRoutes(deps, guarded),
    passwordLinks(deps),
    forgottenPage(deps, guarded),
    confirmPage(deps, guarded),
    securityPage(deps, guarded, requests),
  ];
}
