import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lockfile, lockedPackages } from '../../bin/parts/licences';
import { billOfMaterials } from '../../bin/parts/sbom';
import { CLI_VERSION } from '../../bin/parts/temporal-version';

const path = join(__dirname, '..', '..', 'package-lock.json');
const lock = Lockfile.parse(JSON.parse(readFileSync(path, 'utf8')));
const bill = billOfMaterials(lock, { dev: false });

test('the bill of materials names every package that is shipped and what the launcher fetches, each with hash and licence', () => {
  const shipped = lockedPackages(lock).filter(({ dev }) => !dev);
  const fetched = bill.components.slice(shipped.length).map(({ name, version }) => `${name} ${version}`);

  expect(bill.components.slice(0, shipped.length).map((part) => part['bom-ref'])).toEqual(
    shipped.map(({ place }) => place),
  );
  expect(fetched).toContain(`temporal-cli ${CLI_VERSION}`);
  expect(bill.components.filter(({ hashes = [], licenses }) => hashes.length === 0 || licenses.length === 0)).toEqual(
    [],
  );
  expect(bill.components.map(({ name }) => name)).not.toContain('jest');
});

test('every package of the bill is asked for by the product or by another package of it', () => {
  const asked = new Set(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
  const packages = bill.components.filter(({ purl }) => purl.startsWith('pkg:npm/')).map((part) => part['bom-ref']);

  expect(packages.filter((ref) => !asked.has(ref))).toEqual([]);
});

test('a package inside another is found before the one beside it', () => {
  const one = (dependencies: Record<string, string> = {}) => ({ version: '1.0.0', integrity: 'sha512-', dependencies });
  const { dependencies } = billOfMaterials(
    Lockfile.parse({
      packages: {
        '': { version: '1.0.0', dependencies: { outer: '*', shared: '*' } },
        'node_modules/outer': one({ shared: '*', other: '*', absent: '*' }),
        'node_modules/outer/node_modules/shared': one({ other: '*' }),
        'node_modules/shared': one(),
        'node_modules/other': one(),
      },
    }),
    { dev: false },
  );

  expect(dependencies).toEqual([
    { ref: 'tenure', dependsOn: ['node_modules/outer', 'node_modules/shared'] },
    { ref: 'node_modules/outer', dependsOn: ['node_modules/outer/node_modules/shared', 'node_modules/other'] },
    { ref: 'node_modules/outer/node_modules/shared', dependsOn: ['node_modules/other'] },
    { ref: 'node_modules/shared', dependsOn: [] },
    { ref: 'node_modules/other', dependsOn: [] },
  ]);
});

test('with what builds and tests it the bill says that such a package is not shipped', () => {
  const jest = billOfMaterials(lock, { dev: true }).components.find(({ name }) => name === 'jest');
  expect(jest).toMatchObject({ scope: 'excluded', licenses: [{ expression: 'MIT' }] });
});
