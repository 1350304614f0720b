const WINDOW_MS = 60_000;
const MAX_SENDERS = 10_000;

/** Counts per sender in the current minute of this process; bounded, so that a flood of senders costs no memory. */
export class Throttle {
  private window = 0;
  private readonly counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** Seconds until the sender may come again; 0 when it may come now. */
  wait(sender: string, now: number): number {
    this.turn(now);
    if ((this.counts.get(sender) ?? 0) < this.limit) return 0;
    return Math.ceil(((this.window + 1) * WINDOW_MS - now) / 1_000);
  }

  count(sender: string, now: number): void {
    this.turn(now);
    if (this.counts.size < MAX_SENDERS || this.counts.has(sender))
      this.counts.set(sender, (this.counts.get(sender) ?? 0) + 1);
  }

  private turn(now: number): void {
    const window = Math.floor(now / WINDOW_MS);
    if (window === this.window) return;
    this.window = window;
    this.counts.clear();
  }
}
