import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProduct } from '../../bin/parts/compiled';

let root: string;

const write = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const said = (folder: string): string =>
  execFileSync(process.execPath, [join(folder, 'worker.js')], { encoding: 'utf8' });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tenure-compiled-'));
  write('worker.ts', `import { hello } from './domain/hello';\nconsole.log(hello('x' as string));\n`);
  write(
    'domain/hello.ts',
    `import { readFileSync } from 'node:fs';\nimport { join } from 'node:path';\nexport const hello = (name: string): string => readFileSync(join(__dirname, '..', 'templates', 'a.hbs'), 'utf8') + name;\n`,
  );
  write('templates/a.hbs', 'Hello ');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a compiled program runs without a compiler and finds what it reads beside its code', async () => {
  expect(said(await compileProduct(root))).toBe('Hello x\n');
});

test('what has been compiled is used again until something of it changes, and an earlier one stays as it was', async () => {
  const [first, ...others] = await Promise.all([compileProduct(root), compileProduct(root)]);
  write('templates/a.hbs', 'Good day ');
  const second = await compileProduct(root);

  expect(others).toEqual([first]);
  expect([said(first), said(second)]).toEqual(['Hello x\n', 'Good day x\n']);
  expect(readdirSync(join(root, 'dist'))).toHaveLength(2);
});

test('tests, measurements and what breaks the product on purpose are not compiled along', async () => {
  for (const folder of ['test', 'bench', 'chaos', 'examples', 'deploy'])
    write(`${folder}/own.ts`, `console.log('x');\n`);
  write('api/own.ts', `console.log('x');\n`);
  const compiled = readdirSync(await compileProduct(root), { recursive: true, encoding: 'utf8' });

  expect(compiled.filter((name) => name.includes('own'))).toEqual(['api/own.js']);
});

test('workflows are bundled once, where the compiled product stands, and anew only where that has not come to its end', async () => {
  const program = (text: string): void => write('bin/parts/workflow-bundle.ts', text);
  program(`process.send?.(__dirname + ' at ' + process.hrtime.bigint(), () => process.exit());\n`);
  const [folder] = await Promise.all([compileProduct(root), compileProduct(root)]);
  const bundle = (): string => readFileSync(join(folder, 'workflow-bundle.js'), 'utf8');
  const first = bundle();

  expect(first).toContain(join(folder, 'bin', 'parts'));
  expect(await compileProduct(root)).toBe(folder);
  expect(bundle()).toBe(first);
  rmSync(join(folder, 'workflow-bundle.js'));
  await compileProduct(root);
  expect(bundle()).not.toBe(first);

  program(`process.exit(3);\n`);
  await expect(compileProduct(root)).rejects.toThrow('The workflow code could not be bundled (3).');
});

test('code that cannot be compiled leaves nothing behind', async () => {
  write('worker.ts', 'const = ;\n');
  await expect(compileProduct(root)).rejects.toThrow('worker.ts');
  expect(readdirSync(join(root, 'dist'))).toEqual([]);
});
