import satisfies from 'spdx-satisfies';
import type { LockedPackage } from '../../bin/parts/licences';

/** Licences under which the product may be used, changed and passed on as a whole, also by whoever sells it. */
const SHIPPED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PSF-2.0',
  'Unlicense',
  'Zlib',
];

/** What only builds and tests use is not passed on: a change to one of its own files would have to be published, no more. */
const BUILDING = [...SHIPPED, 'CC0-1.0', 'MPL-2.0'];

/** Why a package may not be in the product, or undefined. */
export function objectionTo({ name, version, licence, integrity, dev }: LockedPackage): string | undefined {
  const which = `${name} ${version}`;
  if (integrity?.startsWith('sha512-') !== true) return `${which} has no SHA-512 in the lockfile`;
  if (licence === undefined) return `${which} names no licence`;
  return isAllowed(licence, dev ? BUILDING : SHIPPED) ? undefined : `${which} is under ${licence}`;
}

function isAllowed(licence: string, allowed: readonly string[]): boolean {
  try {
    return satisfies(licence, [...allowed]);
  } catch {
    return false;
  }
}
