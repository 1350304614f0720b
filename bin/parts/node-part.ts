import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { get as getOverTls } from 'node:https';
import type { Config } from '../../config';
import { logFile, type Part, withLog } from './part';
import { until } from './processes';
import { OWN_PROGRAMS, type Programs, ROOT } from './programs';

export interface NodePart {
  readonly name: string;
  /** Path of the program inside the repository, without its ending. */
  readonly program: string;
  /** As this program itself runs when absent. */
  readonly programs?: Programs;
  /** Of Node. */
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly isReady: () => Promise<boolean>;
}

const READY_MS = 90_000;

/** A program of ours as a supervised process. */
export function nodePart({ name, program, programs = OWN_PROGRAMS, args = [], ...rest }: NodePart): Part {
  const { flags = [], env, dataDir, isReady } = rest;
  const path = programs.pathOf(program);
  const preload = [...flags, ...programs.flags, '--require', programs.pathOf('bin/parts/with-launcher')];
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

/** Where the API of this machine is reached without any name service. */
export const localAddress = ({ host, port, certificate }: Pick<Config, 'host' | 'port' | 'certificate'>): string =>
  `${certificate ? 'https' : 'http'}://${host ?? '127.0.0.1'}:${port}`;

/** Whether an address on this machine answers with success; its certificate names the public host, so it is not looked at. */
export function answersOk(url: string): Promise<boolean> {
  const options = { timeout: 3_000, agent: false, rejectUnauthorized: false } as const;
  return new Promise((resolve) => {
    const request = (url.startsWith('https:') ? getOverTls : get)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
