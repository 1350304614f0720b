import { randomUUID } from 'node:crypto';
import { inFlight } from '../in-flight';
import type { Gate } from '../meter';
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
    return compared.flatMap(({ bad }) => bad);
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
