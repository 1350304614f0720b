import { createHash } from 'node:crypto';

const WINDOW_MS = 60_000;
const MAX_SENDERS = 10_000;
/** All who come when so many are counted already share one count: so many times as much as one of them. */
const SHARED = 100;
const OTHERS = 'others';
/** A token may be as long as an address may be; longer ones are counted by their hash. */
const LONGEST_NAME = 64;

/** Counts per sender in the current minute of this process; bounded, so that a flood of senders costs no memory. */
export class Throttle {
  private window = 0;
  private readonly counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** Seconds until the sender may come again; 0 when it may come now. */
  wait(sender: string, now: number): number {
    this.turn(now);
    const name = this.nameOf(sender);
    const limit = name === OTHERS ? this.limit * SHARED : this.limit;
    if ((this.counts.get(name) ?? 0) < limit) return 0;
    return Math.ceil(((this.window + 1) * WINDOW_MS - now) / 1_000);
  }

  count(sender: string, now: number): void {
    this.turn(now);
    const name = this.nameOf(sender);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  private nameOf(sender: string): string {
    const name = sender.length > LONGEST_NAME ? createHash('sha256').update(sender).digest('base64url') : sender;
    return this.counts.size < MAX_SENDERS || this.counts.has(name) ? name : OTHERS;
  }

  private turn(now: number): void {
    const window = Math.floor(now / WINDOW_MS);
    if (window === this.window) return;
    this.window = window;
    this.counts.clear();
  }
}
