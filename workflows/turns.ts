/**
 * Lets handlers and story touch the records one after the other. Two local activities at the same time may end in another
 * order when the history is replayed, and then the commands that follow them no longer match it.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs the work when everything that came before it is done, whether it went well or not. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
