import type { Request } from 'express';
import type { SignInMethod } from '../../domain/people/session-rules';
import { countTry, giveBackTry, type Tried, TRIES } from '../../db/stores/sign-in-tries';
import { inTransaction } from '../../db/transaction';
import { TooManyRequests } from '../problems';
import type { Services } from '../services';
import { networkOf } from './address';
import { RefusedProof } from './refused-proof';
import { noteSignIn } from './trail';

type Deps = Pick<Services, 'db' | 'clock'>;

export interface Attempt<T> {
  readonly req: Request;
  readonly method: SignInMethod | 'second-factor';
  /** At which account, as it was named (a second factor: whose); null where what was given finds it by itself and cannot be guessed. */
  readonly account: string | null;
  /** Whose account that is, as far as known. */
  readonly userId: string | null;
  /** What the try proves; null when it proves nothing. */
  readonly prove: () => Promise<T | null>;
}

/**
 * One try at showing who one is. It counts before it is known how it ends, so that many at once are not many chances; one
 * that proves something, or that a part which was away kept from an end, counts no more.
 */
export async function attempted<T>(deps: Deps, attempt: Attempt<T>): Promise<T | null> {
  const now = deps.clock();
  const counted = countedFor(attempt);
  await holdBack(deps, attempt, { counted, now });
  const giveBack = () => Promise.all(counted.map((tried) => giveBackTry(deps.db, tried)));
  try {
    const proof = await attempt.prove();
    if (proof === null) await noteFailure(deps, attempt, now);
    else await giveBack();
    return proof;
  } catch (error) {
    if (error instanceof RefusedProof) await noteRefusal(deps, attempt, { error, now });
    if (!(error instanceof RefusedProof && error.about.counts)) await giveBack();
    throw error;
  }
}

/**
 * Second factors count by themselves: whoever has no first proof cannot use up their tries. So do answers of a provider: what
 * goes wrong there keeps nobody from a password.
 */
const countedFor = <T>({ req, method, account }: Attempt<T>): readonly Tried[] => [
  { kind: method === 'oidc' ? 'provider' : 'address', name: networkOf(req) },
  ...(account === null ? [] : [{ kind: kindOf(method), name: account.toLowerCase() }]),
];

const kindOf = (method: Attempt<unknown>['method']): Tried['kind'] => (method === 'second-factor' ? method : 'account');

interface Count {
  readonly counted: readonly Tried[];
  readonly now: number;
}

/** The same words and the same wait whether or not there is such an account. */
async function holdBack<T>(deps: Deps, attempt: Attempt<T>, { counted, now }: Count): Promise<void> {
  for (const tried of counted) {
    const { tries, until } = await countTry(deps.db, tried, now);
    const most = TRIES[tried.kind];
    if (tries <= most) continue;
    // The first one that is held back says so in the trail; a flood of them would only say it again.
    if (tries === most + 1) await noteHeldBack(deps, attempt, { tried, now });
    throw new TooManyRequests('There were too many tries to sign in.', Math.ceil((until - now) / 1_000));
  }
}

const noteHeldBack = <T>(
  { db }: Deps,
  { req, method, userId }: Attempt<T>,
  { tried, now }: { readonly tried: Tried; readonly now: number },
): Promise<void> =>
  inTransaction(db, (trx) =>
    noteSignIn(trx, req, { type: 'sign-in.held-back', userId, now, payload: { method, by: tried.kind } }),
  );

const noteFailure = <T>({ db }: Deps, { req, method, userId }: Attempt<T>, now: number): Promise<void> =>
  inTransaction(db, (trx) => noteSignIn(trx, req, { type: 'sign-in.failed', userId, now, payload: { method } }));

interface Refused {
  readonly error: RefusedProof;
  readonly now: number;
}

/** What was refused goes into the trail; what is no try holds nobody back, so that of its flood the trail has the first ones. */
export async function noteRefusal(
  { db }: Pick<Deps, 'db'>,
  { req, method }: Pick<Attempt<unknown>, 'req' | 'method'>,
  { error, now }: Refused,
): Promise<void> {
  if (error.noted) return;
  error.noted = true;
  const { userId, counts, facts } = error.about;
  if (!counts && (await countTry(db, { kind: 'refusal', name: networkOf(req) }, now)).tries > TRIES.refusal) return;
  const payload = { method, reason: error.reason, ...facts };
  await inTransaction(db, (trx) => noteSignIn(trx, req, { type: 'sign-in.failed', userId, now, payload }));
}
