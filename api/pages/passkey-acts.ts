import { v7 as uuidv7 } from 'uuid';
import { PasskeyName } from '../../domain/people/passkey-schema';
import { Uuid } from '../../domain/shapes';
import { deletePasskey, insertPasskey } from '../../db/stores/passkeys';
import { countRecoveryCodes, forgetRecoveryCodes } from '../../db/stores/second-factors';
import { endSessions } from '../../db/stores/sessions';
import { tellOfChange } from '../../db/stores/sign-in-changes';
import { inTransaction } from '../../db/transaction';
import { TooManyRequests } from '../problems';
import { attempted } from '../sign-in/attempt';
import { type MadePasskey, madePasskey } from '../sign-in/passkeys/make';
import { mayHavePasskey } from '../sign-in/passkeys/place';
import { PasskeyRefusal } from '../sign-in/passkeys/refusal';
import { newRecoveryCodes } from '../sign-in/second-factor';
import { noteSignIn } from '../sign-in/trail';
import { formField } from './csrf';
import { passkeyRefused } from './sign-in-status';
import type { Act, Outcome, SecurityVisit } from './security-acts';

/** A device has made a passkey: it counts at once, and signs out whoever else is signed in as this person. */
export const addPasskey: Act = async (visit) => {
  const { deps, req, reader } = visit;
  const { person, session } = reader;
  if (!mayHavePasskey(deps, person)) return { refused: 'not-there' };
  const name = PasskeyName.safeParse(formField(req, 'passkeyName')).data;
  if (name === undefined) return { refused: 'passkey-name' };
  const sent = formField(req, 'credential');
  if (sent === '') return { refused: 'passkey-script' };
  const whose = { userId: person.id, sessionId: session.id };
  const prove = async () => keepPasskey(visit, await madePasskey(deps, sent, whose), name);
  try {
    const kept = await attempted(deps, { req, method: 'passkey', account: null, userId: person.id, prove });
    return kept ?? { refused: 'not-there' };
  } catch (error) {
    if (error instanceof TooManyRequests) return { refused: 'busy' };
    if (!(error instanceof PasskeyRefusal)) throw error;
    return { passkeyRefused: passkeyRefused(error.reason) };
  }
};

const keepPasskey = ({ deps, req, reader }: SecurityVisit, made: MadePasskey, name: string): Promise<Outcome> =>
  inTransaction(deps.db, async (trx): Promise<Outcome> => {
    const now = deps.clock();
    const id = uuidv7();
    const userId = reader.person.id;
    if (!(await insertPasskey(trx, { ...made, id, userId, name, now }))) throw new PasskeyRefusal('taken', { userId });
    // Whoever has codes already keeps them: they are for the person, not for one device.
    const codes = (await countRecoveryCodes(trx, userId)) > 0 ? null : await newRecoveryCodes(trx, userId, now);
    await endSessions(trx, userId, { butId: reader.session.id });
    await noteSignIn(trx, req, { type: 'passkey.added', userId, now, payload: { passkeyId: id } });
    await tellOfChange(trx, { userId, change: 'passkey-added', now });
    return { ...(codes && { codes }), done: 'passkey-added' };
  });

export const removePasskey: Act = async ({ deps, req, reader }) => {
  const userId = reader.person.id;
  const id = Uuid.safeParse(formField(req, 'id')).data;
  const now = deps.clock();
  const removed = await inTransaction(deps.db, async (trx) => {
    if (id === undefined || !(await deletePasskey(trx, userId, id))) return false;
    await forgetRecoveryCodes(trx, userId);
    await endSessions(trx, userId, { butId: reader.session.id });
    await noteSignIn(trx, req, { type: 'passkey.removed', userId, now, payload: { passkeyId: id } });
    await tellOfChange(trx, { userId, change: 'passkey-removed', now });
    return true;
  });
  return removed ? { to: '/security?done=passkey-removed' } : { refused: 'not-there' };
};
