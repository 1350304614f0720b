import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from '../../bin/parts/part';
import { claimDataDir, releaseDataDir } from '../../bin/parts/run-files';
import { createSupervisor, type Supervisor } from '../../bin/parts/supervise';

let dataDir: string;
let said: string[];
let supervisor: Supervisor;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tenure-supervise-'));
  said = [];
  supervisor = createSupervisor({ dataDir, say: (line) => void said.push(line), firstDelayMs: 10 });
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
});

const UNTIL_TOLD = `process.on('SIGTERM', () => { require('fs').appendFileSync(process.argv[1], process.argv[2] + '\\n'); process.exit(0); }); setInterval(() => {}, 1000); console.log('up')`;
const journal = () => join(dataDir, 'journal');

const part = (name: string, script = UNTIL_TOLD): Part => ({
  name,
  mark: journal(),
  spawn: () => spawn(process.execPath, ['-e', script, journal(), name], { stdio: ['ignore', 'pipe', 'ignore'] }),
  ready: (child) =>
    new Promise((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', () => reject(new Error('it ended at once')));
    }),
  stopSignal: 'SIGTERM',
  stopLimitMs: 2_000,
});

const heard = async (line: string): Promise<void> => {
  while (!said.some((one) => one.includes(line))) await new Promise((resolve) => setTimeout(resolve, 10));
};
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

test('a killed part is started again with one line, the others go on', async () => {
  await supervisor.start(part('a'));
  await supervisor.start(part('b'));
  const [a, b] = [supervisor.processOf('a') ?? 0, supervisor.processOf('b') ?? 0];

  process.kill(a, 'SIGKILL');
  await heard('a serves again.');

  expect(said).toEqual(['a ended (signal SIGKILL); it is started again in 0.01 s.', 'a serves again.']);
  expect(supervisor.processOf('a')).not.toBe(a);
  expect(supervisor.processOf('b')).toBe(b);
});

test('parts are asked to stop one after the other, the last started first', async () => {
  for (const name of ['database', 'worker', 'api']) await supervisor.start(part(name));

  await supervisor.stopAll();

  expect(readFileSync(journal(), 'utf8')).toBe('api\nworker\ndatabase\n');
  expect(said).toEqual([]);
});

test('a part that does not stop in time is made to', async () => {
  const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`;
  await supervisor.start({ ...part('deaf', deaf), stopLimitMs: 100 });
  const pid = supervisor.processOf('deaf') ?? 0;

  await supervisor.stopAll();

  expect(isAlive(pid)).toBe(false);
});

test('a part that ends before it serves fails the start', async () => {
  await expect(supervisor.start(part('broken', 'process.exit(3)'))).rejects.toThrow('it ended at once');
});

test('two launchers cannot share a data directory; a dead one does not block it', () => {
  claimDataDir(dataDir, 'jest');
  expect(() => claimDataDir(dataDir, 'jest')).not.toThrow();
  releaseDataDir(dataDir);
  expect(existsSync(join(dataDir, 'run', 'launcher.json'))).toBe(false);
});
