import type { Request, Response } from 'express';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { z } from 'zod';
import { createSealer } from '../../../db/sealed';
import type { Services } from '../../services';
import { cookie } from '../../session';

type Deps = Pick<Services, 'config' | 'clock'>;

/** How long somebody may be with the provider. */
const FLOW_MS = 10 * 60_000;

const Flow = z.strictObject({
  is: z.literal('oidc-flow'),
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go on, a path of our own. */
  next: z.string(),
  /** The session whose person shows again who they are; null for a sign-in. */
  again: z.string().nullable(),
  at: z.number(),
});
/** One visit to the provider, as the browser that makes it keeps it, sealed: it can neither be read nor made there. */
export type Flow = z.infer<typeof Flow>;

export const beginFlow = ({ clock }: Deps, { issuer, next, again }: Pick<Flow, 'issuer' | 'next' | 'again'>): Flow => ({
  is: 'oidc-flow',
  issuer,
  state: randomState(),
  nonce: randomNonce(),
  verifier: randomPKCECodeVerifier(),
  next,
  again,
  at: clock(),
});

/** `Lax` lets it come back with the provider's redirect, and `__Host-` lets no neighbour set it. */
const flowCookie = ({ publicUrl }: Deps['config']) => {
  const secure = publicUrl.startsWith('https://');
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  return { name: secure ? '__Host-tenure_oidc' : 'tenure_oidc', options };
};

export function keepFlow(res: Response, { config }: Deps, flow: Flow): void {
  const { name, options } = flowCookie(config);
  res.cookie(name, createSealer(config.secrets).seal(JSON.stringify(flow)), { ...options, maxAge: FLOW_MS });
}

export interface Kept {
  /** The visit that this browser has begun; null without one that is ours and still good. */
  readonly flow: Flow | null;
  /** Whether it is the one that is answered. */
  readonly isAnswered: boolean;
}

/** What the browser keeps of its visit, for the last time if this answers it: an answer to another one does not end it. */
export function takeFlow(
  req: Request,
  res: Response,
  { config, clock, state }: Deps & { readonly state: string },
): Kept {
  const { name, options } = flowCookie(config);
  const sealed = cookie(req, name);
  const kept = sealed === null ? null : opened(sealed, config.secrets);
  const flow = kept !== null && clock() < kept.at + FLOW_MS ? kept : null;
  const isAnswered = flow?.state === state;
  if (isAnswered || flow === null) res.clearCookie(name, options);
  return { flow, isAnswered };
}

function opened(sealed: string, secrets: readonly string[]): Flow | null {
  try {
    return Flow.safeParse(JSON.parse(createSealer(secrets).open(sealed))).data ?? null;
  } catch {
    return null;
  }
}
