import { lookup as resolveName, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressObjection, type Reach } from '../domain/events/address';

export type Resolve = typeof resolveName;

/** How far a connection to the outside may reach. */
export interface Road {
  readonly reach: Reach;
  /** Finds the addresses of a name; the system's own way unless a test brings another. */
  readonly resolve?: Resolve;
}

/** Finds the addresses of a name for a connection. Every one that the name has must be allowed; the connection goes to one of them. */
export const guardedLookup =
  (url: URL, { reach, resolve = resolveName }: Road): LookupFunction =>
  (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const objection = error ? null : refusedAmong(url, addresses, reach);
      if (error) done(error, '');
      else if (objection) done(new Error(`The address ${objection}.`), '');
      else if (options.all) done(null, addresses);
      else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };

function refusedAmong(url: URL, addresses: readonly LookupAddress[], reach: Reach): string | null {
  if (addresses.length === 0) return 'has no name that is known';
  const refused = addresses.map(({ address }) => addressObjection(url, address, reach));
  return refused.find((one) => one !== null) ?? null;
}
