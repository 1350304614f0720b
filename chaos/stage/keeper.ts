import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../../bin/parts/failure';
import type { Part } from '../../bin/parts/part';
import { ended, hasEnded, stop } from '../../bin/parts/processes';
import { FORGET, type FromProcess, type ToProcess } from '../crash/points';

/** As a process supervisor of a machine would: a moment after the end, again and again. */
const RESTART_MS = 300;
/** Several starts of the product on a machine that does much else; whoever is not up by then does not come up by itself. */
const LIMIT_MS = 300_000;

export interface KeeperOptions {
  /**
   * After a kill it may end by itself until it has come up: PostgreSQL does not start beside sessions of its former process,
   * which take a moment to notice.
   */
  readonly waitsForFormer?: boolean;
}

/** Keeps one part running, and can end, halt and hold it. */
export class Keeper {
  /** Ends that nobody here brought about. */
  readonly strayEnds: string[] = [];
  /** When the last process ended; null where none has. */
  endedAt: number | null = null;
  /** Crash points that its processes have come to. */
  readonly points = new Set<string>();
  #child: ChildProcess | undefined;
  /** Still there for a moment, and may even serve. */
  #killed: ChildProcess | undefined;
  #isWanted = true;
  #isHeld = false;
  #isExpected = false;
  /** What it stands on is broken. */
  #isTried = false;
  /** Since a kill it has not served. */
  #isRising = false;

  #part: Part;

  constructor(
    part: Part,
    private readonly options: KeeperOptions = {},
  ) {
    this.#part = part;
  }

  get part(): Part {
    return this.#part;
  }

  get name(): string {
    return this.part.name;
  }

  get hasBegun(): boolean {
    return this.#child !== undefined;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(limitMs?: number): Promise<void> {
    const child = this.#launch();
    void this.#keep(child);
    await this.ready(limitMs);
  }

  /** Waits until whatever runs now serves, on a machine that may be slow; fails when it does not in time or is not wanted any more. */
  async ready(limitMs = LIMIT_MS): Promise<void> {
    let reason: unknown = null;
    for (const deadline = Date.now() + limitMs; Date.now() < deadline && this.#isWanted; await sleep(50)) {
      const child = this.#child;
      if (!child || hasEnded(child) || child === this.#killed) continue;
      reason = await this.part.ready(child).then(
        () => null,
        (error: unknown) => error,
      );
      if (reason !== null) continue;
      this.#isRising = false;
      return;
    }
    throw reason instanceof Error ? reason : new StartFailure(`${this.name} is not running.`);
  }

  /** With no warning; it is started again at once, unless it is held. */
  kill(): void {
    this.#isExpected = true;
    this.#isRising = true;
    this.#killed = this.#child;
    if (this.#child && !hasEnded(this.#child)) this.#child.kill('SIGKILL');
  }

  /** Ends it and leaves it ended. */
  hold(): void {
    this.#isHeld = true;
    this.kill();
  }

  release(): void {
    this.#isHeld = false;
  }

  /** As an operator ends it, who lets it finish what it does; it is started again at once, unless it is held. */
  async restart(): Promise<void> {
    this.#isExpected = true;
    if (this.#child) await this.#endInOrder(this.#child);
  }

  /** Ends it in order and leaves it ended. */
  async retire(): Promise<void> {
    this.#isHeld = true;
    await this.restart();
  }

  /** Another process takes its place: once it serves `turn` is done, and only then this one is asked to end. */
  async handOver(part: Part, turn: () => void): Promise<void> {
    const before = this.#child;
    this.#part = part;
    void this.#keep(this.#launch());
    await this.ready();
    turn();
    if (before) await this.#endInOrder(before);
  }

  /** Ends it in order, does something, and has it begin again. */
  async whileEnded(work: () => Promise<void>): Promise<void> {
    await this.retire();
    try {
      await work();
    } finally {
      this.release();
    }
  }

  /** Where it can do nothing but end by itself, and does not come up as long as that lasts. */
  async whileItMayEnd(work: () => Promise<void>): Promise<void> {
    this.#isTried = true;
    try {
      await work();
    } finally {
      this.#isTried = false;
    }
  }

  /** It stands still, as in a long collection of garbage or on a machine that is moved. */
  halt(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Has the process die when it comes to a point. */
  crashAt(point: string): void {
    this.#isExpected = true;
    this.#child?.send({ crashAt: point } satisfies ToProcess, () => undefined);
  }

  /** It tells of points anew that it has told of. */
  tellAgain(): void {
    this.#child?.send({ crashAt: FORGET } satisfies ToProcess, () => undefined);
  }

  /** It lives on, whatever it was told. */
  disarm(): void {
    this.#child?.send({ crashAt: 'nowhere:1' } satisfies ToProcess, () => undefined);
    this.#isExpected = false;
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    this.goOn();
    if (this.#child) await stop(this.#child, this.part.stopSignal, this.part.stopLimitMs);
  }

  fileHandles(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  residentMb(): number {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  }

  /** Whoever is asked to end and has not in its time, or says that something went wrong, counts as one that ended by itself. */
  async #endInOrder(child: ChildProcess): Promise<void> {
    await stop(child, this.part.stopSignal, this.part.stopLimitMs);
    if (child.exitCode !== 0) this.strayEnds.push(`${this.name}, asked to end: ${howItEnded(child)}`);
  }

  #launch(): ChildProcess {
    const child = this.part.spawn();
    child.on('error', () => undefined);
    child.on('message', ({ point }: FromProcess) => this.points.add(point));
    this.#isExpected = false;
    this.#child = child;
    return child;
  }

  async #keep(first: ChildProcess): Promise<void> {
    for (let child: ChildProcess | null = first; child !== null; child = await this.#next()) {
      await ended(child);
      // Another has taken its place.
      if (child !== this.#child) return;
      this.endedAt = Date.now();
      if (this.isWanted() && !this.#mayEnd()) this.strayEnds.push(`${this.name}: ${howItEnded(child)}`);
    }
  }

  #mayEnd(): boolean {
    return this.#isExpected || this.#isTried || (this.options.waitsForFormer === true && this.#isRising);
  }

  /** Null when it is not wanted any more. */
  async #next(): Promise<ChildProcess | null> {
    await sleep(RESTART_MS);
    while (this.#isHeld && this.isWanted()) await sleep(50);
    return this.isWanted() ? this.#launch() : null;
  }

  private isWanted(): boolean {
    return this.#isWanted;
  }
}

const howItEnded = ({ signalCode, exitCode }: ChildProcess): string => signalCode ?? `code ${exitCode ?? 'unknown'}`;
