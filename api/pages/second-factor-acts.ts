import { beginSecondFactor, confirmSecondFactor, removeApp as takeAppAway } from '../../db/stores/second-factors';
import { endSessions } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import { TooManyRequests } from '../problems';
import { attempted } from '../sign-in/attempt';
import { hasSecondFactor } from '../sign-in/factors';
import { newRecoveryCodes, pendingSeed, plainCode, sealerOf } from '../sign-in/second-factor';
import { tellOfChange } from '../../db/stores/sign-in-changes';
import { newSeed, stepOf } from '../sign-in/totp';
import { noteSignIn } from '../sign-in/trail';
import { formField } from './csrf';
import type { Act, Outcome } from './security-acts';

/** A seed is made and shown; it counts only once a code of it was typed in. */
export const beginApp: Act = async ({ deps, reader }) => {
  const seed = newSeed();
  const wish = { seed: sealerOf(deps).seal(seed), now: deps.clock() };
  return (await beginSecondFactor(deps.db, reader.person.id, wish)) ? { seed } : { refused: 'not-there' };
};

/** The first code of an app makes it count, shows the recovery codes, and signs out whoever else is signed in as this person. */
export const confirmApp: Act = async (visit) => {
  const { deps, req, reader } = visit;
  const userId = reader.person.id;
  const pending = await pendingSeed(deps, userId);
  if (!pending) return { refused: 'setup-over' };
  const wrong: Outcome = { seed: pending.seed, refused: 'code' };
  try {
    const prove = () => Promise.resolve(stepOf(pending.seed, plainCode(formField(req, 'code')), deps.clock()));
    const step = await attempted(deps, { req, method: 'second-factor', account: userId, userId, prove });
    return step === null ? wrong : await keepApp(visit, { sealed: pending.sealed, step });
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return { ...wrong, refused: 'busy' };
  }
};

interface Proven {
  readonly sealed: string;
  readonly step: number;
}

const keepApp = ({ deps, req, reader }: Parameters<Act>[0], { sealed, step }: Proven): Promise<Outcome> =>
  inTransaction(deps.db, async (trx): Promise<Outcome> => {
    const now = deps.clock();
    const userId = reader.person.id;
    if (!(await confirmSecondFactor(trx, userId, { seed: sealed, step, now }))) return { refused: 'setup-over' };
    const codes = await newRecoveryCodes(trx, userId, now);
    await endSessions(trx, userId, { butId: reader.session.id });
    await noteSignIn(trx, req, { type: 'second-factor.added', userId, now });
    await tellOfChange(trx, { userId, change: 'second-factor-added', now });
    return { codes, done: 'app-added' };
  });

export const removeApp: Act = async ({ deps, req, reader }) => {
  const userId = reader.person.id;
  const now = deps.clock();
  const removed = await inTransaction(deps.db, async (trx) => {
    if (!(await takeAppAway(trx, userId))) return false;
    await endSessions(trx, userId, { butId: reader.session.id });
    await noteSignIn(trx, req, { type: 'second-factor.removed', userId, now });
    await tellOfChange(trx, { userId, change: 'second-factor-removed', now });
    return true;
  });
  return removed ? { to: '/security?done=app-removed' } : { refused: 'not-there' };
};

/** Ten new codes; the old ones open nothing any more. */
export const renewCodes: Act = async ({ deps, req, reader }) => {
  const userId = reader.person.id;
  const now = deps.clock();
  return inTransaction(deps.db, async (trx): Promise<Outcome> => {
    if (!(await hasSecondFactor({ ...deps, db: trx }, reader.person))) return { refused: 'not-there' };
    const codes = await newRecoveryCodes(trx, userId, now);
    await noteSignIn(trx, req, { type: 'second-factor.codes', userId, now });
    await tellOfChange(trx, { userId, change: 'recovery-codes-made', now });
    return { codes, done: 'codes-made' };
  });
};
