import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Waits until this many bytes more may pass. */
export type Pace = (bytes: number) => Promise<void>;

/** Bytes may come this much earlier than the pace has them, so that short pauses cost nothing. */
const BURST_MS = 250;

export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal && { signal }),
};

/** A bucket of tokens that fills by so many bytes a second; whoever shares it shares the limit. */
export class Bucket {
  /** When all that has passed so far would have passed at the even pace. */
  private due = 0;

  constructor(
    private readonly bytesPerSecond: number,
    private readonly clock: Clock = CLOCK,
  ) {}

  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    const now = this.clock.now();
    this.due = Math.max(this.due, now - BURST_MS) + (bytes / this.bytesPerSecond) * 1000;
    const ahead = this.due - now;
    if (ahead > 0) await this.clock.wait(ahead, signal);
  }
}

/** The pace that keeps to every limit that there is; none when there is none. */
export function paceOf(buckets: readonly (Bucket | null | undefined)[], signal: AbortSignal): Pace | undefined {
  const limits = buckets.filter((bucket) => bucket !== null && bucket !== undefined);
  if (limits.length === 0) return undefined;
  return async (bytes) => {
    for (const limit of limits) await limit.take(bytes, signal);
  };
}
