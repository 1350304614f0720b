import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf } from './failure';
import type { Part } from './part';
import { ended, stop } from './processes';
import { forgetRunning, noteRunning } from './run-files';

export interface Supervisor {
  /** Starts a part and resolves when it serves; from then on a crash is followed by a restart. */
  readonly start: (part: Part) => Promise<void>;
  /** Stops the parts, the last started first. */
  readonly stopAll: () => Promise<void>;
  readonly processOf: (name: string) => number | undefined;
}

export interface SupervisorOptions {
  readonly dataDir: string;
  readonly say: (line: string) => void;
  readonly firstDelayMs?: number;
}

/** A first crash is most often the only one, and somebody may be waiting. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 15_000;
/** A part that ran this long was healthy: its next crash counts as the first. */
const HEALTHY_MS = 60_000;

/** One process tree: starts parts, restarts crashed ones with growing delays, stops all in order. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const kept: Kept[] = [];
  return {
    start: async (part) => {
      const one = new Kept(part, options);
      kept.push(one);
      await one.start();
    },
    stopAll: async () => {
      for (const one of kept) one.expectEnd();
      for (const one of kept.toReversed()) await one.stop();
    },
    processOf: (name) => kept.find((one) => one.part.name === name)?.processId(),
  };
}

/** A part that is kept running until it is told to stop. */
class Kept {
  readonly part: Part;
  readonly #options: SupervisorOptions;
  readonly #stopped = new AbortController();
  #child: ChildProcess | undefined;

  constructor(part: Part, options: SupervisorOptions) {
    this.part = part;
    this.#options = options;
  }

  processId(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const child = this.#launch();
    await this.part.ready(child);
    void this.#watch(child);
  }

  /** From now on its end is not a crash: a part may go first when what it depends on goes. */
  expectEnd(): void {
    this.#stopped.abort();
  }

  async stop(): Promise<void> {
    this.expectEnd();
    if (this.#child) await stop(this.#child, this.part.stopSignal, this.part.stopLimitMs);
    forgetRunning(this.#options.dataDir, this.part.name);
  }

  #launch(): ChildProcess {
    const child = this.part.spawn();
    child.on('error', (error) => this.#say(sentenceOf(error)));
    this.#child = child;
    if (child.pid !== undefined)
      noteRunning(this.#options.dataDir, this.part.name, { pid: child.pid, mark: this.part.mark });
    return child;
  }

  async #watch(first: ChildProcess): Promise<void> {
    let delay = this.#options.firstDelayMs ?? FIRST_DELAY_MS;
    for (let child = first, since = Date.now(); ; child = this.#relaunch(), since = Date.now()) {
      await ended(child);
      if (this.#isStopped()) return;
      if (Date.now() - since > HEALTHY_MS) delay = this.#options.firstDelayMs ?? FIRST_DELAY_MS;
      this.#say(`ended (${howItEnded(child)}); it is started again in ${delay / 1_000} s.`);
      await sleep(delay, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (this.#isStopped()) return;
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    }
  }

  #relaunch(): ChildProcess {
    const child = this.#launch();
    this.part.ready(child).then(
      () => this.#say('serves again.'),
      (error: unknown) => this.#say(`does not serve yet: ${sentenceOf(error)}`),
    );
    return child;
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  #say(text: string): void {
    if (!this.#isStopped()) this.#options.say(`${this.part.name} ${text}`);
  }
}

const howItEnded = (child: ChildProcess): string =>
  child.signalCode ? `signal ${child.signalCode}` : `code ${child.exitCode ?? 'unknown'}`;
