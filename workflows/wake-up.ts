import { CancellationScope, condition, sleep } from '@temporalio/workflow';

/**
 * One timer for a story that waits for people most of the time. It is set anew only for an earlier moment: one that rings
 * too early costs less than one that is taken back and set with each thing that people say.
 */
export class WakeUp {
  /** Epoch milliseconds at which it rings; never while it is not set. */
  private at = Infinity;
  private rung = 0;
  private scope = new CancellationScope();

  /** Waits until something has changed, or the timer has rung: at this moment at the latest, perhaps sooner. */
  async wait(at: number, hasChanged: () => boolean, summary: string): Promise<void> {
    if (at < this.at) this.set(at, summary);
    const seen = this.rung;
    await condition(() => this.rung > seen || hasChanged());
  }

  private set(at: number, summary: string): void {
    this.scope.cancel();
    this.at = at;
    this.scope = new CancellationScope();
    void this.scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary }))
      .then(
        () => {
          this.at = Infinity;
          this.rung += 1;
        },
        // Taken back for an earlier one.
        () => undefined,
      );
  }
}
