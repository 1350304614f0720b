import type { AuthenticatorTransport } from '@simplewebauthn/server';

const TRANSPORTS = ['ble', 'hybrid', 'internal', 'nfc', 'usb'] as const;

/** Ways to a device that browsers know; what they say besides is left out. */
export const asTransports = (said: readonly string[]): AuthenticatorTransport[] =>
  TRANSPORTS.filter((one) => said.includes(one));
