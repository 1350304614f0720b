import { parseAuthenticatorData } from '@simplewebauthn/server/helpers';
import type { ZodType } from 'zod';
import { type DeviceData, passkeyObjection, type PasskeyPlace, type PasskeyUse } from '../../../domain/people/passkey';
import { ClientData } from '../../../domain/people/passkey-schema';
import { hashOfRpId } from './place';
import { PasskeyRefusal } from './refusal';

/** What a page sent for a passkey, as far as it has the shape of an answer. */
export function readAnswer<T>(schema: ZodType<T>, sent: string): T {
  const answer = schema.safeParse(jsonOf(sent)).data;
  if (answer === undefined) throw new PasskeyRefusal('answer');
  return answer;
}

export function clientDataOf(clientDataJSON: string): ClientData {
  const client = ClientData.safeParse(jsonOf(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))).data;
  if (client === undefined) throw new PasskeyRefusal('answer');
  return client;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the device says, with how often it was used as it says. */
export function deviceDataOf(authenticatorData: Uint8Array): DeviceData & PasskeyUse {
  const { rpIdHash, flags, counter } = parsed(authenticatorData);
  return {
    rpIdHash: Buffer.from(rpIdHash).toString('base64url'),
    present: flags.up,
    verified: flags.uv,
    counter,
    backupEligible: flags.be,
    backedUp: flags.bs,
  };
}

function parsed(authenticatorData: Uint8Array): ReturnType<typeof parseAuthenticatorData> {
  try {
    return parseAuthenticatorData(new Uint8Array(authenticatorData));
  } catch {
    throw new PasskeyRefusal('answer');
  }
}

interface Answered {
  readonly client: ClientData;
  readonly device: DeviceData;
  readonly type: 'webauthn.create' | 'webauthn.get';
  readonly place: PasskeyPlace;
  /** Whose it is said to be. */
  readonly about: { readonly userId: string | null; readonly passkeyId?: string };
}

/** Refuses what was made elsewhere, for something else, or without knowing that it was its person. */
export function checkAnswer({ client, device, type, place, about }: Answered): void {
  const expected = { type, origin: place.origin, rpIdHash: hashOfRpId(place) };
  const objection = passkeyObjection({ client, device }, expected);
  if (objection) throw new PasskeyRefusal(objection, about);
}
