import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { ended } from '../../bin/parts/processes';

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Runs it to its end; resolves to the file that holds what it said. */
  readonly run: (args: readonly string[], folder: string) => Promise<string>;
}

/** A scanner as it is installed here, by one of the ways to call it; null where it is not. */
export function findTool(name: string, ways: readonly (readonly [string, ...string[]])[]): Tool | null {
  for (const [program, ...before] of ways) {
    const { status, stdout } = spawnSync(program, [...before, '--version'], { encoding: 'utf8' });
    if (status !== 0) continue;
    const run = async (args: readonly string[], cwd: string): Promise<string> => {
      const words = join(cwd, `${name}.log`);
      const file = openSync(words, 'w');
      await ended(spawn(program, [...before, ...args], { cwd, stdio: ['ignore', file, 'inherit'] }));
      closeSync(file);
      return words;
    };
    return { name, version: /\d[\d.]+\d/.exec(stdout)?.[0] ?? 'of unknown version', run };
  }
  return null;
}
