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
