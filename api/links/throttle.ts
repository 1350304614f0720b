const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failures per sender in the current minute; bounded, so that a flood of senders costs no memory. */
export class Throttle {
  private window = 0;
  private readonly failures = new Map<string, number>();

  constructor(private readonly limit: number) {}

  isBlocked(sender: string, now: number): boolean {
    this.turn(now);
    return (this.failures.get(sender) ?? 0) >= this.limit;
  }

  fail(sender: string, now: number): void {
    this.turn(now);
    if (this.failures.size < MAX_ADDRESSES || this.failures.has(sender))
      this.failures.set(sender, (this.failures.get(sender) ?? 0) + 1);
  }

  private turn(now: number): void {
    const window = Math.floor(now / WINDOW_MS);
    if (window === this.window) return;
    this.window = window;
    this.failures.clear();
  }
}
