import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { type PasskeyPlace, useObjection } from '../../../domain/people/passkey';
import { type ClientData, PasskeyAssertion } from '../../../domain/people/passkey-schema';
import { type Challenge, takeChallenge } from '../../../db/stores/passkey-challenges';
import { notePasskeyUse, passkeyByCredential } from '../../../db/stores/passkeys';
import type { Services } from '../../services';
import { checkAnswer, clientDataOf, deviceDataOf, readAnswer } from './answer';
import { mayHavePasskey, placeOf, userHandleOf } from './place';
import { PasskeyRefusal } from './refusal';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

export interface Asked extends Omit<Challenge, 'challenge'> {
  /** Who was asked; null where the passkey itself says who it is. */
  readonly userId: string | null;
}

/** Whose passkey has answered what we asked. Throws `PasskeyRefusal` for every other answer. */
export async function shownByPasskey(deps: Deps, sent: string, asked: Asked): Promise<string> {
  const place = placeOf(deps);
  const answer = readAnswer(PasskeyAssertion, sent);
  const client = clientDataOf(answer.response.clientDataJSON);
  const { userId: askedOf, ...about } = asked;
  if (!(await takeChallenge(deps.db, { ...about, challenge: client.challenge }, deps.clock())))
    throw new PasskeyRefusal('challenge', { userId: askedOf });
  const found = await holderOf(deps, answer, askedOf);
  const { id: passkeyId } = found.passkey;
  const whose = { userId: found.person.id, passkeyId };
  const device = deviceDataOf(Buffer.from(answer.response.authenticatorData, 'base64url'));
  checkAnswer({ client, device, type: 'webauthn.get', place, about: whose });
  if (!(await isSigned(answer, { client, place, publicKey: found.passkey.publicKey })))
    throw new PasskeyRefusal('signature', whose);
  // Only now: whoever cannot sign must not be able to have a copy suspected.
  const objection = useObjection(found.passkey, device);
  if (objection) throw new PasskeyRefusal(objection, whose);
  if (!(await notePasskeyUse(deps.db, passkeyId, { ...device, now: deps.clock() })))
    throw new PasskeyRefusal('counter', whose);
  return found.person.id;
}

async function holderOf(deps: Deps, { id, response: { userHandle } }: PasskeyAssertion, askedOf: string | null) {
  const found = await passkeyByCredential(deps.db, id);
  if (!found?.person.active) throw new PasskeyRefusal('unknown', { userId: askedOf });
  const { person, passkey } = found;
  const isNamed = userHandle == null ? askedOf !== null : userHandle === userHandleOf(person.id).toString('base64url');
  if (!isNamed || (askedOf !== null && askedOf !== person.id))
    throw new PasskeyRefusal('other-person', { userId: askedOf, passkeyId: passkey.id });
  if (!mayHavePasskey(deps, person)) throw new PasskeyRefusal('not-offered', { userId: person.id });
  return found;
}

interface Signing {
  readonly client: ClientData;
  readonly place: PasskeyPlace;
  readonly publicKey: Buffer;
}

async function isSigned(
  { id, rawId, type, response }: PasskeyAssertion,
  { client, place, publicKey }: Signing,
): Promise<boolean> {
  const { clientDataJSON, authenticatorData, signature } = response;
  const said = { clientDataJSON, authenticatorData, signature };
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response: said, clientExtensionResults: {} },
      expectedChallenge: client.challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      expectedType: 'webauthn.get',
      requireUserVerification: true,
      // The library looks at the counter before the signature; we do after it.
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    return verified;
  } catch {
    return false;
  }
}
