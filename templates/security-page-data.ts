import type { OidcWords } from '../domain/people/oidc-refusal';
import type { PasskeyWords } from '../domain/people/passkey-refusal';
import type { PasswordFault } from '../domain/people/password';
import type { SignInMethod } from '../domain/people/session-rules';
import type { TokenScope } from '../domain/people/token-scopes';

export interface SessionRow {
  readonly id: string;
  readonly method: SignInMethod;
  /** What the browser calls itself; null when it says nothing. */
  readonly agent: string | null;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly seenAt: number;
  /** The one that the page is read with. */
  readonly current: boolean;
}

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Epoch milliseconds. */
  readonly usedAt: number | null;
  readonly expiresAt: number | null;
  readonly state: 'open' | 'revoked' | 'expired';
}

/** A square of so many units, and what of it is dark. */
export interface CodeOfPixels {
  readonly size: number;
  readonly path: string;
}

/** The authenticator app of somebody. */
export interface AppPart {
  /** Epoch milliseconds; null without one. */
  readonly since: number | null;
  readonly codesLeft: number;
  /** While one is set up: what it is to be given. */
  readonly setUp: { readonly seed: string; readonly code: CodeOfPixels } | null;
}

export interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly addedAt: number;
  readonly usedAt: number | null;
  /** Whether it is kept on several devices. */
  readonly synced: boolean;
}

/** Why a passkey opened nothing: words of `passkey-refused`, and the code to tell an administrator. */
export interface PasskeyRefused {
  readonly words: PasskeyWords;
  readonly code: string;
}

/** How somebody signs in, where they are signed in, and the tokens of their programs. */
export interface SecurityPage {
  /** Whether a second factor has to be set up before anything else; the page then holds nothing besides. */
  readonly setUpFirst: boolean;
  /** Null where the person signs in without one. */
  readonly password: { readonly changedAt: number | null; readonly fault: PasswordRefusal | null } | null;
  /** The organisation's sign-in, where there is one: what it is called, and since when it knows the person. */
  readonly provider: { readonly name: string | null; readonly since: number | null } | null;
  /** Null where none can be added and there is none. */
  readonly passkeys: {
    readonly rows: readonly PasskeyRow[];
    readonly offered: boolean;
    /** What was typed as the name of a new one. */
    readonly name: string;
  } | null;
  readonly passkeyRefused: PasskeyRefused | null;
  readonly app: AppPart;
  /** Whether recovery codes stand in for an app or a passkey. */
  readonly hasCodes: boolean;
  /** Recovery codes that were made just now; they are shown this once. */
  readonly codes: readonly string[] | null;
  readonly sessions: readonly SessionRow[];
  readonly tokens: readonly TokenRow[];
  readonly newToken: {
    readonly name: string;
    readonly expiresOn: string;
    /** What is wrong of it, in the order of the page. */
    readonly wrong: Readonly<Record<TokenField, boolean>>;
    readonly focus: TokenField | null;
    readonly scopes: readonly { readonly scope: TokenScope; readonly chosen: boolean }[];
  };
  /** A token that was made just now; it is shown this once. */
  readonly made: string | null;
  /** What was done: a word of `security-done`. */
  readonly done: string | null;
  /** Why nothing was done: a word of `security-refused`. */
  readonly refused: string | null;
}

export type PasswordRefusal = PasswordFault | 'wrong' | 'changed-meanwhile' | 'busy' | 'form-expired';

export interface NewPasswordPage {
  readonly name: string;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly fault: PasswordRefusal | null;
  readonly done: boolean;
}

export type SignInRefusal = 'unknown' | 'code' | 'too-late' | 'busy';

/** The organisation's own sign-in, as a link. */
export interface ProviderLink {
  /** What people call it; null: the usual words. */
  readonly name: string | null;
  readonly href: string;
}

/** Why a visit to it opened nothing: words of `oidc-refused`, and the code to tell an administrator. */
export interface ProviderRefusal {
  readonly words: OidcWords;
  readonly code: string;
}

export interface SignInPage {
  readonly next: string;
  readonly refusal: SignInRefusal | null;
  readonly provider: ProviderLink | null;
  readonly refused: ProviderRefusal | null;
  readonly passkeyRefused: PasskeyRefused | null;
  /** Whether anybody signs in with a password. */
  readonly passwords: boolean;
  /** What was typed as address. */
  readonly email: string;
  /** Whether the form for tokens is the one that was refused. */
  readonly byToken: boolean;
}

/** After a password or token: a passkey, the code of the app, or one for the day on which both are lost. */
export interface SecondFactorPage {
  readonly next: string;
  /** The first proof, signed. */
  readonly proved: string;
  readonly refusal: SignInRefusal | null;
  readonly passkeyRefused: PasskeyRefused | null;
  /** Whether there is an app. */
  readonly app: boolean;
}

/** Somebody who is signed in shows again who they are. */
export interface ConfirmPage {
  readonly next: string;
  readonly refusal: SignInRefusal | null;
  /** Where the organisation's sign-in knows the person. */
  readonly provider: ProviderLink | null;
  readonly refused: ProviderRefusal | null;
  readonly passkeyRefused: PasskeyRefused | null;
  readonly minutes: number;
  /** Whether a password is asked for, and not a token. */
  readonly hasPassword: boolean;
  /** Whether a code of the app, or one for recovery, is asked for as well. */
  readonly needsCode: boolean;
}

export interface SignInPages<Page> {
  readonly 'sign-in': Page & SignInPage;
  readonly 'second-factor': Page & SecondFactorPage;
  readonly confirm: Page & ConfirmPage;
  /** After signing out here: where to sign out of the provider, too. */
  readonly 'signed-out': Page & { readonly href: string };
  readonly security: Page & SecurityPage;
  readonly forgotten: Page & { readonly asked: boolean; readonly minutes: number };
  readonly 'new-password': Page & NewPasswordPage;
}

export const TOKEN_FIELDS = ['name', 'scopes', 'expiresOn'] as const;
export type TokenField = (typeof TOKEN_FIELDS)[number];
