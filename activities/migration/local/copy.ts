import { randomUUID } from 'node:crypto';
import { inFlight } from '../in-flight';
import type { Gate } from '../meter';
import { isSame, NO_PATHS, plus, sumOf } from './path-sum';
import { borrowThreads } from './shared-threads';
import { THREADS } from './threads';
import type { Stretch, WalkLimits } from './walks';

/** Files that a thread is given at once: what is stopped or slowed down is so between two of these. */
export const FILES_PER_ORDER = 64;
/** Orders that threads have at once, so that none waits for its next one. */
const ORDERS = 2 * THREADS;

interface Roots {
  readonly from: string;
  readonly to: string;
}

/** Two directories of this machine, whose whole files go from one to the other without an object for each. */
export class LocalCopy {
  private readonly borrowed = borrowThreads();
  private read = NO_PATHS;

  constructor(
    private readonly roots: Roots,
    private readonly gate: Gate,
  ) {}

  /** All of a side, stretch by stretch. */
  async *walk(side: keyof Roots, options: { readonly sizes: boolean; readonly limits: WalkLimits }) {
    const order = { walk: randomUUID(), root: this.roots[side], ...options };
    const thread = this.borrowed.threads.pick();
    try {
      for (let stretch: Stretch | null = null; stretch?.done !== true;) {
        this.gate.signal.throwIfAborted();
        stretch = await thread.ask('walk', order);
        yield stretch;
      }
    } finally {
      // A thread that has ended has forgotten its walks.
      await thread.ask('endWalk', order).catch(() => undefined);
    }
  }

  /** Copies whole files; answers the lines of the ledger as a JSON array. */
  async send(files: readonly string[]): Promise<{ readonly lines: string; readonly bytes: number }> {
    const copied = await this.inOrders(files, (paths) =>
      this.borrowed.threads.ask('copy', { ...this.roots, files: paths }),
    );
    return { lines: `[${copied.map(({ lines }) => lines).join(',')}]`, bytes: sum(copied) };
  }

  /** Reads whole files back from both sides; answers those that are not what was sent. */
  async compare(files: readonly string[]): Promise<readonly string[]> {
    const compared = await this.inOrders(files, (known) =>
      this.borrowed.threads.ask('compare', { ...this.roots, files: known }),
    );
    for (const { paths } of compared) this.read = plus(this.read, paths);
    return compared.flatMap(({ bad }) => bad);
  }

  /** A file that was read back in another way. */
  hasRead(path: string): void {
    this.read = plus(this.read, sumOf(path));
  }

  /** How many files a side has, where these are just the ones that have been read back; null where it has others. */
  async onlyRead(side: keyof Roots, limits: WalkLimits): Promise<number | null> {
    let found = NO_PATHS;
    for await (const { paths } of this.walk(side, { sizes: false, limits: { ...limits, names: false } }))
      found = plus(found, paths);
    return isSame(found, this.read) ? found.count : null;
  }

  makeDirectories(paths: readonly string[]): Promise<void> {
    return this.borrowed.threads.ask('makeDirectories', { root: this.roots.to, paths });
  }

  close(): void {
    this.borrowed.giveBack();
  }

  private inOrders<R extends { readonly bytes: number }>(
    orders: readonly string[],
    work: (files: string) => Promise<R>,
  ): Promise<readonly R[]> {
    const { signal, pace } = this.gate;
    return inFlight(ORDERS, orders, async (files) => {
      signal.throwIfAborted();
      const done = await work(files);
      await pace?.(done.bytes);
      return done;
    });
  }
}

const sum = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);
