import { spawn, spawnSync } from 'node:child_process';
import { ended } from '../../bin/parts/processes';

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Runs it to its end with its own words kept from the terminal. */
  readonly run: (args: readonly string[], folder: string) => Promise<void>;
}

/** A scanner as it is installed here, by one of the ways to call it; null where it is not. */
export function findTool(name: string, ways: readonly (readonly [string, ...string[]])[]): Tool | null {
  for (const [program, ...before] of ways) {
    const { status, stdout } = spawnSync(program, [...before, '--version'], { encoding: 'utf8' });
    if (status !== 0) continue;
    const run = async (args: readonly string[], cwd: string): Promise<void> =>
      ended(spawn(program, [...before, ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] }));
    return { name, version: /\d[\d.]+\d/.exec(stdout)?.[0] ?? 'of unknown version', run };
  }
  return null;
}
