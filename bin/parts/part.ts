import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** A process the launcher starts, watches, restarts and stops. */
export interface Part {
  readonly name: string;
  /** Text of its command line that no process of somebody else has: by it a leftover is recognised. */
  readonly mark: string;
  /** In a process group of its own: Ctrl-C reaches the launcher only, which then stops the parts in order. */
  readonly spawn: () => ChildProcess;
  /** Resolves when it serves; fails with one sentence when it does not. */
  readonly ready: (child: ChildProcess) => Promise<void>;
  readonly stopSignal: NodeJS.Signals;
  readonly stopLimitMs: number;
}

/** Output of a part goes to its own log, so that the terminal stays readable. */
export function withLog<T>(dataDir: string, name: string, use: (stdio: ['ignore', number, number]) => T): T {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const file = openSync(logFile(dataDir, name), 'a', 0o600);
  try {
    return use(['ignore', file, file]);
  } finally {
    closeSync(file);
  }
}

export const logFile = (dataDir: string, name: string): string => join(dataDir, 'logs', `${name}.log`);
