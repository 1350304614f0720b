import { z } from 'zod';
import { ConfigError } from './config-error';
import { issuerObjection, type OidcSettings, PASSWORD_RULES } from './domain/people/oidc-settings';

/** Several values, separated by commas. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** Settings of the organisation's own sign-in; `config.ts` reads them with all others. */
export const OidcEnv = {
  TENURE_OIDC_ISSUER: z
    .string()
    .refine((text) => issuerObjection(text) === null, 'must be an https address without password, query or fragment')
    .optional(),
  TENURE_OIDC_CLIENT_ID: z.string().max(500).optional(),
  TENURE_OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  TENURE_OIDC_HOSTS: list.default([]),
  TENURE_OIDC_NAME: z.string().max(60).optional(),
  TENURE_OIDC_ACR: list.default([]),
  TENURE_OIDC_VERIFIED_CLAIM: z.string().max(100).default('email_verified'),
  TENURE_OIDC_FACTORS: z.enum(['ask', 'trust']).default('ask'),
  TENURE_PASSWORDS: z.enum(PASSWORD_RULES).default('everybody'),
};

type Given = z.infer<z.ZodObject<typeof OidcEnv>>;

export const oidcOf = (given: Given) => ({ oidc: providerOf(given), passwords: given.TENURE_PASSWORDS });

/** All that the sign-in of the organisation needs, or nothing of it: without it passwords are the only way in. */
function providerOf(given: Given): OidcSettings | undefined {
  const issuer = given.TENURE_OIDC_ISSUER;
  const clientId = given.TENURE_OIDC_CLIENT_ID;
  const clientSecret = given.TENURE_OIDC_CLIENT_SECRET;
  if (!issuer || !clientId || !clientSecret) {
    if (!issuer && !clientId && !clientSecret && given.TENURE_PASSWORDS === 'everybody') return undefined;
    throw new ConfigError(
      'TENURE_OIDC_ISSUER, TENURE_OIDC_CLIENT_ID and TENURE_OIDC_CLIENT_SECRET must be set together, and for TENURE_PASSWORDS',
    );
  }
  return {
    issuer,
    clientId,
    clientSecret,
    hosts: given.TENURE_OIDC_HOSTS,
    name: given.TENURE_OIDC_NAME ?? null,
    acr: given.TENURE_OIDC_ACR,
    verifiedClaim: given.TENURE_OIDC_VERIFIED_CLAIM,
    trustsFactors: given.TENURE_OIDC_FACTORS === 'trust',
  };
}
