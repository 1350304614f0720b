import { isInsider, type Person } from './people';

/** Who may sign in with a password where the organisation has a sign-in of its own. */
export const PASSWORD_RULES = ['everybody', 'suppliers', 'nobody'] as const;
export type PasswordRule = (typeof PASSWORD_RULES)[number];

/** The organisation's own sign-in: a provider of OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Hosts besides that of the issuer at which its endpoints may be. */
  readonly hosts: readonly string[];
  /** What people call it; null: the usual words. */
  readonly name: string | null;
  /** Of these values of `acr` every sign-in has to have one; none: any will do. */
  readonly acr: readonly string[];
  /** The claim that says that the provider has checked the address. */
  readonly verifiedClaim: string;
  /** Whether the code of the app is not asked for where the provider says that it saw several factors. */
  readonly trustsFactors: boolean;
}

/** Whether somebody signs in with a password. A supplier's people are seldom known to the organisation's own sign-in. */
export const mayUsePassword = (rule: PasswordRule, person: Pick<Person, 'roles'>): boolean =>
  rule === 'everybody' || (rule === 'suppliers' && !isInsider(person));

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = ({ hostname }: { readonly hostname: string }): boolean => LOOPBACK.test(hostname);

/** Why an issuer cannot be used, or null. Its address is compared letter by letter, so that it has to be written as the provider does. */
export function issuerObjection(text: string): string | null {
  if (!URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) return 'must start with https://';
  return url.username || url.password || text.includes('?') || text.includes('#')
    ? 'must hold no user name, password, query or fragment'
    : null;
}

/** Why nothing of a sign-in goes to an address, or null: it stays with the issuer and the hosts that the settings name. */
export function endpointObjection(
  text: string,
  { issuer, hosts }: Pick<OidcSettings, 'issuer' | 'hosts'>,
): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  const home = new URL(issuer);
  const isPlain = url.protocol === 'http:' && home.protocol === 'http:' && isLoopback(url);
  if (url.protocol !== 'https:' && !isPlain) return 'does not start with https://';
  if (url.username || url.password) return 'holds a user name or password';
  return url.host === home.host || hosts.includes(url.host) ? null : 'is at a host that the settings do not name';
}
