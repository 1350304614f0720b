import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { ended, hasEnded, stop } from '../../bin/parts/processes';

export interface Command {
  /** Who does not start, in words. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Resolves when it serves; without it, when it says its first word. */
  readonly serves?: () => Promise<boolean>;
}

const LIMIT_MS = 60_000;
const STOP_MS = 20_000;

/** A process of a peer, that can be ended the hard way and started anew. */
export class Service {
  readonly #command: Command;
  #child: ChildProcess;

  private constructor(command: Command) {
    this.#command = command;
    this.#child = launch(command);
  }

  static async start(command: Command): Promise<Service> {
    const service = new Service(command);
    await orStop(
      () => service.#ready(),
      () => service.stop(),
    );
    return service;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** `kill -9`, and a new one at once, as who watches over it would do; does not wait until that serves. */
  async crash(): Promise<void> {
    this.#child.kill('SIGKILL');
    await ended(this.#child);
    this.#child = launch(this.#command);
  }

  stop(): Promise<void> {
    return stop(this.#child, 'SIGTERM', STOP_MS);
  }

  async #ready(): Promise<void> {
    const { name, serves } = this.#command;
    let spoken = false;
    let complaint: readonly string[] = [];
    this.#child.stdout?.once('data', () => (spoken = true));
    this.#child.stderr?.on('data', (text: Buffer) => {
      complaint = [
        ...complaint,
        ...text
          .toString()
          .split('\n')
          .filter((line) => /error/i.test(line)),
      ];
    });
    for (const limit = Date.now() + LIMIT_MS; Date.now() < limit && !hasEnded(this.#child); await pause(50))
      if (serves ? await serves().catch(() => false) : spoken) return;
    const what = hasEnded(this.#child) ? 'ended before it served' : 'did not serve in time';
    throw new Error([`${name} ${what}`, ...complaint.slice(0, 1)].join(': '));
  }
}

function launch({ program, args, cwd, env }: Command): ChildProcess {
  const settings = { ...(cwd && { cwd }), env: { ...process.env, ...env } };
  const child = spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
  child.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  return child;
}

/** What was begun is ended where what follows fails. */
export async function orStop<T>(work: () => Promise<T>, stopping: () => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await stopping();
    throw error;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const TICK_MS = 10;

/** Parent, and user and system time of a process with its threads and with the children that it has buried, from Linux's own account. */
function account(pid: number): { readonly parent: number; readonly ownMs: number; readonly buriedMs: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => (fields[index] ?? 0) * TICK_MS;
  return { parent: fields[1] ?? 0, ownMs: at(11) + at(12), buriedMs: at(13) + at(14) };
}

export const cpuOf = (pid: number): number => account(pid).ownMs;

/** Of a process with all its children, those that have ended as well. */
export function cpuOfTree(pid: number): number {
  const accounts = new Map<number, ReturnType<typeof account>>();
  for (const entry of readdirSync('/proc').map(Number).filter(Boolean)) {
    try {
      accounts.set(entry, account(entry));
    } catch {
      // Ended since it was listed: its parent has its time.
    }
  }
  const below = (top: number): number => {
    const { ownMs, buriedMs } = accounts.get(top) ?? { ownMs: 0, buriedMs: 0 };
    const children = [...accounts].filter(([, { parent }]) => parent === top);
    return ownMs + buriedMs + children.reduce((sum, [child]) => sum + below(child), 0);
  };
  return below(pid);
}
