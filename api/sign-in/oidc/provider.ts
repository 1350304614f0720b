import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ServerMetadata,
} from 'openid-client';
import { type Claims, SKEW_MS } from '../../../domain/people/oidc-claims';
import { endpointObjection, type OidcSettings } from '../../../domain/people/oidc-settings';
import type { Flow } from './flow';
import { refusal, refusalOf } from './refusal';
import { wireOf } from './wire';

/** How long what the provider says of itself is used, and how long it is left alone after it did not say it. */
const KNOWN_MS = 10 * 60_000;
const REST_MS = 5_000;

/** What a provider says of somebody: with the token, and at its userinfo endpoint, where many keep the address. */
export interface Answer {
  readonly claims: Claims;
  readonly profile: () => Promise<Claims>;
}

export interface Provider {
  readonly settings: OidcSettings;
  /** Where a browser is sent to show who its person is. */
  readonly authorizationUrl: (flow: Flow, wish: { readonly back: string; readonly maxAge: number }) => Promise<string>;
  /** What the provider says of whoever comes back with this address; the token's signature and what it is about are checked. */
  readonly redeem: (flow: Flow, came: URL) => Promise<Answer>;
  /** Where a browser signs out of the provider as well; null where that is not offered. */
  readonly endSessionUrl: (back: string) => Promise<string | null>;
}

export function createProvider(settings: OidcSettings, clock: () => number): Provider {
  const about = remembered(clock, () => describe(settings));
  const ready = async () => configured(settings, { server: await about(), clock });
  return {
    settings,
    authorizationUrl: async (flow, wish) => buildAuthorizationUrl(await ready(), await question(flow, { settings, ...wish })).href, // prettier-ignore
    redeem: async (flow, came) => redeemed(await ready(), { flow, came }),
    endSessionUrl: async (back) => {
      const config = await ready();
      const isOffered = config.serverMetadata().end_session_endpoint !== undefined;
      return isOffered ? buildEndSessionUrl(config, { post_logout_redirect_uri: back }).href : null;
    },
  };
}

/** Asked once for all who wait, also when it fails. */
function remembered<T>(clock: () => number, ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly answer: Promise<T>; until: number } | null = null;
  return () => {
    if (known !== null && clock() < known.until) return known.answer;
    const asked = { answer: ask(), until: clock() + KNOWN_MS };
    known = asked;
    asked.answer.catch(() => (asked.until = clock() + REST_MS));
    return asked.answer;
  };
}

async function describe(settings: OidcSettings): Promise<ServerMetadata> {
  const options = { [customFetch]: wireOf(settings), execute: plain(settings) };
  const asked = discovery(new URL(settings.issuer), settings.clientId, undefined, undefined, options);
  return checked((await asked.catch(refuse)).serverMetadata(), settings);
}

/** Plain http is for a provider on the same machine: `issuerObjection` refuses every other one. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out, as it does here
const allowPlain: (config: Configuration) => void = allowInsecureRequests;
const plain = ({ issuer }: OidcSettings) => (issuer.startsWith('http://') ? [allowPlain] : []);

/** The issuer letter by letter (of a provider for many organisations it would be anybody's), and every address at its own hosts. */
function checked(server: ServerMetadata, settings: OidcSettings): ServerMetadata {
  if (server.issuer !== settings.issuer) throw refusal('metadata', 'the provider calls itself by another issuer');
  const { authorization_endpoint, token_endpoint, jwks_uri, end_session_endpoint } = server;
  const needed = { authorization_endpoint, token_endpoint, jwks_uri };
  for (const [name, address] of Object.entries({ ...needed, ...(end_session_endpoint && { end_session_endpoint }) })) {
    const objection = endpointObjection(address ?? '', settings);
    if (objection) throw refusal('metadata', `${name} ${objection}`);
  }
  return server;
}

interface Known {
  readonly server: ServerMetadata;
  readonly clock: () => number;
}

/** One for each visit, so that the keys are those of now: one that was withdrawn is not believed, a new one at once. */
function configured(settings: OidcSettings, { server, clock }: Known): Configuration {
  const { clientId, clientSecret } = settings;
  const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const shows = known.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
  const clocks = { [clockSkew]: Math.round((clock() - Date.now()) / 1_000), [clockTolerance]: SKEW_MS / 1_000 };
  const config = new Configuration(server, clientId, clocks, shows(clientSecret));
  config[customFetch] = wireOf(settings);
  for (const extension of plain(settings)) extension(config);
  enableNonRepudiationChecks(config);
  return config;
}

interface Wish {
  readonly settings: OidcSettings;
  readonly back: string;
  /** Seconds. */
  readonly maxAge: number;
}

const question = async (
  { state, nonce, verifier, again }: Flow,
  { settings, back, maxAge }: Wish,
): Promise<Record<string, string>> => ({
  redirect_uri: back,
  scope: 'openid email',
  state,
  nonce,
  code_challenge: await calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  max_age: String(again === null ? maxAge : 0),
  ...(again !== null && { prompt: 'login' }),
  ...(settings.acr.length > 0 && { acr_values: settings.acr.join(' ') }),
});

interface Return {
  readonly flow: Flow;
  readonly came: URL;
}

async function redeemed(config: Configuration, { flow, came }: Return): Promise<Answer> {
  const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = flow;
  const expected = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
  const answer = await authorizationCodeGrant(config, came, expected).catch(refuse);
  const claims = answer.claims();
  if (!claims) throw refusal('answer', 'no ID token');
  const isKept = config.serverMetadata().userinfo_endpoint !== undefined;
  const ask = async () => ({ ...(await fetchUserInfo(config, answer.access_token, claims.sub).catch(refuse)) });
  return { claims: { ...claims }, profile: isKept ? ask : () => Promise.resolve({}) };
}

const refuse = (error: unknown): never => {
  throw refusalOf(error);
};
