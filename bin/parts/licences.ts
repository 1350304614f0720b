import satisfies from 'spdx-satisfies';
import { z } from 'zod';

/** What a lockfile of npm says of each package: `node_modules/<name>` names its place. */
export const Lockfile = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().default(false),
      optional: z.boolean().default(false),
      dependencies: z.record(z.string(), z.string()).default({}),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
      peerDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});
export type Lockfile = z.infer<typeof Lockfile>;

export interface LockedPackage {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  readonly integrity: string | undefined;
  readonly dev: boolean;
  readonly optional: boolean;
  /** Names of the packages that it asks for. */
  readonly needs: readonly string[];
}

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

/** Packages whose `package.json` names no licence in SPDX; somebody has read the text that comes with them. */
export const READ_BY_HAND: Readonly<Record<string, string>> = {
  // The MIT text with one more condition: its diagrams keep the mark of their maker. Tests alone draw with it.
  'bpmn-js': 'MIT',
  buildcheck: 'MIT',
  busboy: 'MIT',
  'cpu-features': 'MIT',
  // MIT stands in its repository.
  'humanize-number': 'MIT',
  only: 'MIT',
  'png-js': 'MIT',
  ssh2: 'MIT',
  streamsearch: 'MIT',
  unionfs: 'Unlicense',
};

export const lockedPackages = ({ packages }: Lockfile): readonly LockedPackage[] =>
  Object.entries(packages)
    .filter(([place]) => place !== '')
    .map(([place, { version = '', license, integrity, dev, optional, ...asked }]) => {
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const needs = Object.keys({ ...asked.dependencies, ...asked.optionalDependencies, ...asked.peerDependencies });
      return { place, name, version, licence: READ_BY_HAND[name] ?? license, integrity, dev, optional, needs };
    });

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
