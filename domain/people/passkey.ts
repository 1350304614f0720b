import type { PasskeyReason } from './passkey-refusal';
import type { ClientData } from './passkey-schema';

/** Where passkeys of this deployment are good: browsers hold them to it. */
export interface PasskeyPlace {
  readonly origin: string;
  /** The host alone. */
  readonly rpId: string;
}

const IS_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/;

/** Null where browsers make no passkeys: at an address of numbers, and over plain http from another machine. */
export function passkeyPlace(publicUrl: string): PasskeyPlace | null {
  const { origin, hostname, protocol } = new URL(publicUrl);
  const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
  return isSafe && !IS_ADDRESS.test(hostname) ? { origin, rpId: hostname } : null;
}

export type PasskeyPurpose = 'register' | 'sign-in' | 'second-step' | 'confirm';

/** What the passkey's device says, which it signs together with what the browser says. */
export interface DeviceData {
  readonly rpIdHash: string;
  /** Whether somebody touched it, and whether it knows that it was its person: by finger, face or PIN. */
  readonly present: boolean;
  readonly verified: boolean;
}

export interface PasskeyExpected {
  readonly type: 'webauthn.create' | 'webauthn.get';
  readonly origin: string;
  readonly rpIdHash: string;
}

/** What is wrong with an answer whatever its signature says, or null. */
export function passkeyObjection(
  { client, device }: { readonly client: ClientData; readonly device: DeviceData },
  { type, origin, rpIdHash }: PasskeyExpected,
): PasskeyReason | null {
  if (client.type !== type) return 'answer';
  if (client.origin !== origin || client.crossOrigin === true) return 'origin';
  if (device.rpIdHash !== rpIdHash) return 'rp-id';
  return device.present && device.verified ? null : 'unverified';
}

/** How one use of a passkey follows on another. */
export interface PasskeyUse {
  /** 0 where the device does not count. */
  readonly counter: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

/** A counter that has not gone on is that of a copy. What is kept in one device stays there, and what may be copied says so from the first. */
export function useObjection(before: PasskeyUse, now: PasskeyUse): PasskeyReason | null {
  if (now.backupEligible !== before.backupEligible) return 'answer';
  return (now.counter > 0 || before.counter > 0) && now.counter <= before.counter ? 'counter' : null;
}
