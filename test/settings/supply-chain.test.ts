import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lockfile, type LockedPackage, lockedPackages, READ_BY_HAND } from '../../bin/parts/licences';
import { objectionTo } from './allowed-licences';

const root = join(__dirname, '..', '..');
const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const packages = lockedPackages(Lockfile.parse(json('package-lock.json')));

const sound: LockedPackage = {
  place: 'node_modules/some',
  name: 'some',
  version: '1.0.0',
  licence: 'MIT',
  integrity: 'sha512-abc',
  dev: false,
  optional: false,
  needs: [],
};

test('every package that is installed has a hash and a licence that we may pass on', () => {
  expect(packages.length).toBeGreaterThan(500);
  expect(packages.map(objectionTo).filter((objection) => objection !== undefined)).toEqual([]);
});

test.each([
  [
    'a licence that asks for the source of the whole',
    { licence: 'AGPL-3.0-only' },
    'some 1.0.0 is under AGPL-3.0-only',
  ],
  ['one of two that are both asked for', { licence: '(MIT AND GPL-3.0-only)' }, 'is under (MIT AND GPL-3.0-only)'],
  ['words that are no licence', { licence: 'SEE LICENSE IN FILE' }, 'is under SEE LICENSE IN FILE'],
  ['no licence', { licence: undefined }, 'names no licence'],
  ['no hash', { integrity: undefined }, 'has no SHA-512'],
  ['a weak hash', { integrity: 'sha1-abc' }, 'has no SHA-512'],
  ['a licence that only tools may have', { licence: 'MPL-2.0' }, 'is under MPL-2.0'],
])('a package with %s is refused', (_what, change, objection) => {
  expect(objectionTo({ ...sound, ...change })).toContain(objection);
});

test('of several licences one that we may choose is enough, and tools may keep changes to themselves open', () => {
  expect(objectionTo({ ...sound, licence: '(MIT OR GPL-3.0-only)' })).toBeUndefined();
  expect(objectionTo({ ...sound, licence: 'MPL-2.0', dev: true })).toBeUndefined();
});

test('only packages that are installed are read by hand', () => {
  const names = new Set(packages.map(({ name }) => name));
  expect(Object.keys(READ_BY_HAND).filter((name) => !names.has(name))).toEqual([]);
});

test('the product asks for exact versions', () => {
  const { dependencies, devDependencies } = json('package.json') as Record<string, Record<string, string>>;
  const asked = { ...dependencies, ...devDependencies };
  expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
