import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProduct } from '../../bin/parts/compiled';
import { ROOT } from '../../bin/parts/programs';
import { KEPT_BUNDLE } from '../../bin/parts/workflow-bundle';
import { MUTANTS } from '../../chaos/mutants';

let folder: string;
beforeAll(async () => {
  folder = await compileProduct(ROOT);
});

test('the compiled product knows nothing of crash points and holds nothing of the suite', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const programs = files.filter((name) => name.endsWith('.js'));
  expect(programs.length).toBeGreaterThan(500);
  expect(files.filter((name) => name.startsWith('chaos'))).toEqual([]);
  const speaks = programs.filter((name) =>
    /CRASH_AT|crashAt|require\("[./]*chaos/.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(speaks).toEqual([]);
});

test('the compiled product holds its workflows bundled, so that a worker is there again sooner after its end', () => {
  const bundle = readFileSync(join(folder, KEPT_BUNDLE), 'utf8');
  expect(bundle).toContain('engagementWorkflow');
  expect(bundle.length).toBeGreaterThan(500_000);
});

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
  'the mutant %s still finds the place that it makes wrong',
  (_name, { patches }) => {
    for (const { file, find } of patches) expect(readFileSync(join(folder, file), 'utf8').split(find)).toHaveLength(2);
  },
);

test('there are at least ten mutants, and each of the invariants that a mutant can break has one', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(10);
  const broken = new Set(MUTANTS.flatMap(({ breaks }) => breaks));
  for (const invariant of ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I10', 'I11'] as const)
    expect(broken).toContain(invariant);
});
