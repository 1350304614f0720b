import type { Request, Response } from 'express';
import { claimsFault, shownAt, showsSeveralFactors } from '../../../domain/people/oidc-claims';
import type { HeldSession } from '../../../db/stores/sessions';
import { takeState } from '../../../db/stores/identities';
import type { Services } from '../../services';
import { sessionRulesOf } from '../../session';
import { attempted, noteRefusal } from '../attempt';
import type { Proof } from '../first-proof';
import { beginFlow, type Flow, keepFlow } from './flow';
import { personOf } from './person';
import type { Provider } from './provider';
import { refusal } from './refusal';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** Where the provider sends browsers back to; it knows this one address. */
export const CALLBACK = '/sign-in/oidc/callback';

interface Browser {
  readonly req: Request;
  readonly res: Response;
}

const TRY = { method: 'oidc', account: null, userId: null } as const;

/** Where the browser goes to show who its person is; it keeps what the answer has to fit to. */
export async function beginVisit(
  deps: Deps,
  { req, res }: Browser,
  { provider, ...wish }: Pick<Flow, 'next' | 'again'> & { readonly provider: Provider },
): Promise<string> {
  const flow = beginFlow(deps, { issuer: provider.settings.issuer, ...wish });
  const maxAge = Math.floor(sessionRulesOf(deps.config).lifeMs / 1_000);
  const prove = () => provider.authorizationUrl(flow, { back: `${deps.config.publicUrl}${CALLBACK}`, maxAge });
  const url = await attempted(deps, { req, ...TRY, prove });
  keepFlow(res, deps, flow);
  return url ?? '/sign-in';
}

export interface Shown extends Proof {
  readonly provedAt: number;
}

interface Coming {
  readonly provider: Provider;
  /** The visit that comes to its end; null when the browser has begun none here to which the answer fits, or too long ago. */
  readonly flow: Flow | null;
  /** Who is signed in here as it comes. */
  readonly held: HeldSession | null;
}

type Ending = Coming & { readonly flow: Flow };

/** Who comes back from the provider. Throws a `RefusedProof` with the reason where that opens nothing; the trail has it. */
export async function endVisit(deps: Deps, req: Request, { flow, ...coming }: Coming): Promise<Shown | null> {
  // No code is redeemed without a visit. Any page can lead browsers here: did that count, it would keep a whole house out.
  if (flow === null || flow.issuer !== coming.provider.settings.issuer) return refuseStray(deps, req);
  return attempted(deps, { req, ...TRY, prove: () => proofBack(deps, req, { flow, ...coming }) });
}

async function refuseStray(deps: Deps, req: Request): Promise<never> {
  const error = refusal('state');
  await noteRefusal(deps, { req, ...TRY }, { error, now: deps.clock() });
  throw error;
}

async function proofBack(deps: Deps, req: Request, { provider, flow, held }: Ending): Promise<Shown> {
  const { settings } = provider;
  const came = new URL(`${deps.config.publicUrl}${CALLBACK}${searchOf(req)}`);
  if (!(await takeState(deps.db, flow.state, deps.clock()))) throw refusal('used');
  const answer = await provider.redeem(flow, came);
  const { claims } = answer;
  const now = deps.clock();
  const again = flow.again !== null;
  const { lifeMs, freshMs } = sessionRulesOf(deps.config);
  const fault = claimsFault(claims, { settings, startedAt: flow.at, again, lifeMs, now });
  if (fault) throw refusal(fault);
  const { person, by } = await personOf(deps, req, { answer, settings });
  if (again && !(held?.session.id === flow.again && held.person.id === person.id))
    throw refusal('other-person', '', person.id);
  const several = settings.trustsFactors && showsSeveralFactors(claims);
  return { userId: person.id, method: 'oidc', by, several, provedAt: shownAt(claims, { now, freshMs }) };
}

const searchOf = ({ originalUrl }: Request): string => {
  const from = originalUrl.indexOf('?');
  return from < 0 ? '' : originalUrl.slice(from);
};
