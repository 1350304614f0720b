import { verifyRegistrationResponse, type VerifiedRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { PasskeyPlace } from '../../../domain/people/passkey';
import { type ClientData, PasskeyAttestation } from '../../../domain/people/passkey-schema';
import { takeChallenge } from '../../../db/stores/passkey-challenges';
import type { NewPasskey } from '../../../db/stores/passkeys';
import type { Services } from '../../services';
import { checkAnswer, clientDataOf, deviceDataOf, readAnswer } from './answer';
import { ALGORITHMS } from './ask';
import { placeOf } from './place';
import { PasskeyRefusal } from './refusal';
import { asTransports } from './transports';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

export type MadePasskey = Pick<
  NewPasskey,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backupEligible' | 'backedUp'
>;

/** The passkey that a device has made, for whoever was asked for it in this session. */
export async function madePasskey(
  deps: Deps,
  sent: string,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Promise<MadePasskey> {
  const place = placeOf(deps);
  const answer = readAnswer(PasskeyAttestation, sent);
  const client = clientDataOf(answer.response.clientDataJSON);
  const asked = { challenge: client.challenge, purpose: 'register', boundTo: sessionId } as const;
  if (!(await takeChallenge(deps.db, asked, deps.clock()))) throw new PasskeyRefusal('challenge', { userId });
  const device = deviceDataOf(attestedData(answer));
  checkAnswer({ client, device, type: 'webauthn.create', place, about: { userId } });
  const { credential } = await verified(answer, { client, place });
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: device.counter,
    transports: asTransports(answer.response.transports ?? []),
    backupEligible: device.backupEligible,
    backedUp: device.backedUp,
  };
}

/**
 * What the device says. Where it says who made it, nothing is believed and nothing asked of anybody: a certificate could name
 * an address to ask at. None is asked for, and browsers leave it out.
 */
function attestedData({ response }: PasskeyAttestation): Uint8Array {
  try {
    const object = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')));
    const isPlain = object.get('fmt') === 'none' || object.get('attStmt').get('x5c') === undefined;
    if (isPlain && ['none', 'packed'].includes(object.get('fmt'))) return object.get('authData');
  } catch {
    // Said below.
  }
  throw new PasskeyRefusal('answer');
}

async function verified(
  answer: PasskeyAttestation,
  { client, place }: { readonly client: ClientData; readonly place: PasskeyPlace },
): Promise<NonNullable<VerifiedRegistrationResponse['registrationInfo']>> {
  const { id, rawId, type, response } = answer;
  const { clientDataJSON, attestationObject } = response;
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: client.challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      expectedType: 'webauthn.create',
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo) return registrationInfo;
  } catch {
    // Said below.
  }
  throw new PasskeyRefusal('answer');
}
