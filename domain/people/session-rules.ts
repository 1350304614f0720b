/** How somebody has shown who they are. */
export const SIGN_IN_METHODS = ['token', 'password', 'passkey', 'oidc'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

export interface SessionRules {
  /** Without a call for so long a session ends. */
  readonly idleMs: number;
  /** After so long it ends in any case. */
  readonly lifeMs: number;
  /** For what is grave, its person has to have shown within so long who they are. */
  readonly freshMs: number;
}

const MINUTE_MS = 60_000;

export const sessionRules = (given: {
  idleMinutes: number;
  lifeHours: number;
  freshMinutes: number;
}): SessionRules => ({
  idleMs: given.idleMinutes * MINUTE_MS,
  lifeMs: given.lifeHours * 60 * MINUTE_MS,
  freshMs: given.freshMinutes * MINUTE_MS,
});

export const USUAL_SESSION = sessionRules({ idleMinutes: 30, lifeHours: 12, freshMinutes: 15 });

interface Life {
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

export const isAlive = ({ lastSeenAt, expiresAt }: Life, { idleMs }: SessionRules, now: number): boolean =>
  now < expiresAt && now < lastSeenAt + idleMs;

/** Whether its person has shown lately enough who they are. */
export const isFresh = ({ provedAt }: { readonly provedAt: number }, { freshMs }: SessionRules, now: number): boolean =>
  now < provedAt + freshMs;
