import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const NAMES = ['first', 'second', 'third'];
const HANGS = "test('hangs', () => new Promise(() => {}), 100);";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenure-patience-'));
  const config = {
    rootDir: directory,
    testEnvironment: resolve('test/jest/environment.js'),
    runtime: resolve('test/jest/runtime.js'),
    transform: {},
  };
  await writeFile(join(directory, 'jest.config.json'), JSON.stringify(config));
  for (const name of NAMES) await writeFile(join(directory, `${name}.test.js`), HANGS);
});
afterAll(() => rm(directory, { recursive: true }));

test('each file of a process gives its tests three times as long as they ask for, and no file more', async () => {
  const printed = await run(['--runInBand', '--config', join(directory, 'jest.config.json')]);
  const given = [...printed.matchAll(/● hangs\s+thrown: "Exceeded timeout of (\S+) ms/g)].map((match) => match[1]);
  expect(given).toEqual(NAMES.map(() => '300'));
});

/** What jest prints, whether its tests pass or not. */
function run(options: string[]): Promise<string> {
  return new Promise((settle) => {
    execFile(process.execPath, ['node_modules/jest/bin/jest.js', ...options], (_failed, stdout, stderr) => {
      settle(stdout + stderr);
    });
  });
}
