import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { isTry, type OidcReason } from '../../../domain/people/oidc-refusal';
import { RefusedProof } from '../refused-proof';

/** A visit to the organisation's sign-in that opens nothing. */
export class OidcRefusal extends RefusedProof {
  constructor(
    override readonly reason: OidcReason,
    why: string,
    userId: string | null,
  ) {
    super(reason, { counts: isTry(reason), userId }, why);
  }
}

export const refusal = (reason: OidcReason, why = '', userId: string | null = null): OidcRefusal =>
  new OidcRefusal(reason, why, userId);

/** What the library or the connection says, as one of our reasons. What the provider wrote stands in none of them. */
export function refusalOf(error: unknown): OidcRefusal {
  const ours = causesOf(error).find((one) => one instanceof OidcRefusal);
  if (ours) return refusal(ours.reason, ours.why);
  const why = causesOf(error)
    .map((one) => `${one.name}: ${one.message}`)
    .join(' < ');
  return refusal(reasonOf(error), why);
}

function reasonOf(error: unknown): OidcReason {
  if (error instanceof AuthorizationResponseError) return error.error === 'access_denied' ? 'cancelled' : 'refused';
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? 'code' : 'refused';
  return error instanceof ClientError ? byCode(error) : 'away';
}

const OF_CLAIM: Readonly<Record<string, OidcReason>> = {
  iss: 'issuer',
  aud: 'audience',
  azp: 'party',
  nonce: 'nonce',
  exp: 'expired',
  nbf: 'early',
  sub: 'subject',
};

function byCode(error: ClientError): OidcReason {
  const facts = factsOf(error);
  switch (error.code ?? '') {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return OF_CLAIM[String(facts['claim'])] ?? 'answer';
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'signature';
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return 'algorithm';
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return facts['attribute'] === 'sub' ? 'subject' : 'metadata';
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
    case 'OAUTH_HTTP_REQUEST_FORBIDDEN':
      return 'metadata';
    case 'OAUTH_INVALID_RESPONSE':
      return ofAnswer(error, facts);
    case 'OAUTH_PARSE_ERROR':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
      return 'answer';
    default:
      return 'away';
  }
}

/** The library has one code for all of these: what it found wrong stands in what it hands along. */
function ofAnswer(error: ClientError, facts: Readonly<Record<string, unknown>>): OidcReason {
  if ('signature' in facts) return 'signature';
  if ('header' in facts) return 'algorithm';
  const said = causesOf(error)
    .map(({ message }) => message)
    .join(' ');
  if ('parameters' in facts && said.includes('"iss"')) return 'issuer';
  const missing = /JWT "(\w+)" \(.*\) claim missing/.exec(said)?.[1];
  return (missing !== undefined && OF_CLAIM[missing]) || 'answer';
}

function causesOf(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && found.length < 5; one = one.cause) found.push(one);
  return found;
}

/** What the innermost error was raised with. */
function factsOf(error: Error): Readonly<Record<string, unknown>> {
  const cause = causesOf(error).at(-1)?.cause;
  return typeof cause === 'object' && cause !== null ? { ...cause } : {};
}
