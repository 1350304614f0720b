import { createHash } from 'node:crypto';
import { type PasskeyPlace, passkeyPlace } from '../../../domain/people/passkey';
import type { Person } from '../../../domain/people/people';
import type { Services } from '../../services';
import { mayHavePassword } from '../password';
import { PasskeyRefusal } from './refusal';

type Deps = Pick<Services, 'config'>;

/** Passkeys are for whoever signs in here: where the organisation's own sign-in is the only way, it asks for what it wants. */
export const mayHavePasskey = ({ config }: Deps, person: Pick<Person, 'roles'>): boolean =>
  passkeyPlace(config.publicUrl) !== null && mayHavePassword({ config }, person);

/** Whether anybody signs in with one. */
export const hasPasskeys = ({ config }: Deps): boolean =>
  passkeyPlace(config.publicUrl) !== null && (config.passwords ?? 'everybody') !== 'nobody';

export function placeOf({ config }: Deps): PasskeyPlace {
  const place = passkeyPlace(config.publicUrl);
  if (!place) throw new PasskeyRefusal('not-offered');
  return place;
}

export const hashOfRpId = ({ rpId }: PasskeyPlace): string => createHash('sha256').update(rpId).digest('base64url');

/** What a passkey knows its person by: nothing that tells who they are. */
export const userHandleOf = (userId: string): Buffer => Buffer.from(userId.replaceAll('-', ''), 'hex');
