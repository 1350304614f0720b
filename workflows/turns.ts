/**
 * Lets handlers and story touch the records one after the other. Two local activities at the same time may end in another
 * order when the history is replayed, and then the commands that follow them no longer match it.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private open = 0;

  isIdle(): boolean {
    return this.open === 0;
  }

  /** Runs the work when everything that came before it is done, whether it went well or not. */
  take<T>(work: () => Promise<T>): Promise<T> {
    this.open += 1;
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    const close = (): void => void (this.open -= 1);
    void turn.then(close, close);
    return turn;
  }
}
