import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../bin/parts/ports';
import { ended, stop } from '../../bin/parts/processes';

export type ProductPart = 'worker' | 'api' | 'temporal' | 'postgres';

export const ADMIN_TOKEN = 'end-to-end-administrator-token';

/** The whole product as a person starts it: its own data directory, its own processes. */
export interface Product {
  readonly base: string;
  readonly env: NodeJS.ProcessEnv;
  get(path: string): Promise<unknown>;
  /** Process id of a part as it runs now. */
  pidOf(part: ProductPart): number;
  /** Ends a part the hard way; the launcher starts it again. */
  kill(part: ProductPart): void;
  stop(): Promise<void>;
}

export async function startProduct(settings: Readonly<Record<string, string>> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenure-e2e-'));
  // Passable for PostgreSQL's account, so that all data is in here and gone with it.
  chmodSync(dataDir, 0o711);
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const env = {
    ...process.env,
    TENURE_DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: base,
    TENURE_ADMIN_TOKEN: ADMIN_TOKEN,
    // Tests and measurements ask as fast as they can, one person for all.
    TENURE_PERSON_CALLS_PER_MINUTE: '10000000',
    TENURE_TOKEN_CALLS_PER_MINUTE: '10000000',
    ...settings,
  };
  const launcher = run('bin/start.ts', [], env);
  const end = async (): Promise<void> => {
    await stop(launcher, 'SIGTERM', 60_000);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await said(launcher, 'Stop with Ctrl-C');
  } catch (error) {
    await end();
    throw error;
  }
  const pidOf = (part: ProductPart): number =>
    (JSON.parse(readFileSync(join(dataDir, 'run', `${part}.json`), 'utf8')) as { pid: number }).pid;
  return {
    base,
    env,
    get: async (path) => {
      const answer = await fetch(`${base}/api/v1${path}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      return answer.json();
    },
    pidOf,
    kill: (part) => {
      process.kill(pidOf(part), 'SIGKILL');
    },
    stop: end,
  };
}

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: join(__dirname, '..', '..'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until a program says something; its end before that is a failure with its last words. */
async function said(child: ChildProcess, words: string): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (line.includes(words)) {
      child.stdout?.resume();
      return;
    }
  }
  throw new Error(`${words}: never said; ${lines.slice(-3).join(' | ')}`);
}

/** Runs a program to its end; `onLine` hears every line as it comes. */
export async function runThrough(
  child: ChildProcess,
  onLine: (line: string) => void = () => undefined,
): Promise<{ code: number | null; output: string }> {
  const lines: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  await ended(child);
  return { code: child.exitCode, output: lines.join('\n') };
}
