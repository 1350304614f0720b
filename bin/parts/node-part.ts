import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { resolve } from 'node:path';
import { logFile, type Part, withLog } from './part';
import { until } from './processes';

export interface NodePart {
  readonly name: string;
  /** Path of the program inside the repository. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly isReady: () => Promise<boolean>;
}

const ROOT = resolve(__dirname, '..', '..');
const READY_MS = 90_000;

/** A TypeScript program of ours as a supervised process. */
export function nodePart({ name, program, args = [], env, dataDir, isReady }: NodePart): Part {
  const path = resolve(ROOT, program);
  const preload = ['--import', 'tsx', '--require', resolve(__dirname, 'with-launcher.ts')];
  return {
    name,
    mark: path,
    spawn: () =>
      withLog(dataDir, name, ([input, out, err]) =>
        spawn(process.execPath, [...preload, path, ...args], {
          cwd: ROOT,
          detached: true,
          env: { ...process.env, ...env },
          stdio: [input, out, err, 'ipc'],
        }),
      ),
    ready: (child) =>
      until(isReady, {
        limitMs: READY_MS,
        sentence: `${name} did not start; the reason is in ${logFile(dataDir, name)}.`,
        child,
      }),
    stopSignal: 'SIGTERM',
    stopLimitMs: 20_000,
  };
}

/** Whether an address on this machine answers with success. */
export function answersOk(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 3_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
