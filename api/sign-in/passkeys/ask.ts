import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { asTransports } from './transports';
import type { Person } from '../../../domain/people/people';
import { type Challenge, insertChallenge } from '../../../db/stores/passkey-challenges';
import { findPasskeys, type Passkey } from '../../../db/stores/passkeys';
import type { Services } from '../../services';
import { placeOf, userHandleOf } from './place';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** How long a question waits for its answer. */
export const CHALLENGE_MS = 5 * 60_000;
/** Ed25519, ECDSA with P-256, and RSA as Windows Hello has it. */
export const ALGORITHMS = [-8, -7, -257];

const knownTo = ({ credentialId, transports }: Passkey) => ({ id: credentialId, transports: asTransports(transports) });

const remembered = async <T extends { readonly challenge: string }>(
  { db, clock }: Deps,
  options: T,
  about: Omit<Challenge, 'challenge'>,
): Promise<T> => {
  await insertChallenge(db, { ...about, challenge: options.challenge, expiresAt: clock() + CHALLENGE_MS });
  return options;
};

/** What a browser is asked so that a device makes a passkey for somebody who is signed in. */
export async function askToMake(
  deps: Deps,
  person: Person,
  sessionId: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { rpId: rpID } = placeOf(deps);
  const options = await generateRegistrationOptions({
    rpName: 'Tenure',
    rpID,
    userID: new Uint8Array(userHandleOf(person.id)),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    timeout: CHALLENGE_MS,
    excludeCredentials: (await findPasskeys(deps.db, person.id)).map(knownTo),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return remembered(deps, options, { purpose: 'register', boundTo: sessionId });
}

/** What a browser is asked so that a passkey shows who somebody is: one of theirs, or any of this place where nobody is known yet. */
export async function askToShow(
  deps: Deps,
  { userId, ...about }: Omit<Challenge, 'challenge'> & { readonly userId: string | null },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { rpId: rpID } = placeOf(deps);
  const known = userId === null ? [] : (await findPasskeys(deps.db, userId)).map(knownTo);
  const options = await generateAuthenticationOptions({
    rpID,
    allowCredentials: known,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
  });
  return remembered(deps, options, about);
}
