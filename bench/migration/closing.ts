interface Stoppable {
  readonly stop: () => Promise<void>;
}

/** What a bench has started, and takes away again whatever happens: also at a signal in the middle of a start. */
export class Closing {
  private readonly starting = new Set<Promise<unknown>>();
  private readonly opened: (() => Promise<void>)[] = [];
  private closed: Promise<void> | null = null;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => void this.close().finally(() => process.exit(1)));
  }

  /** Waits until something has started; from then on it will be stopped. */
  async open<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const kept = starting.then((started) => {
      this.opened.push(started.stop);
      return started;
    });
    const settled = kept.catch(() => undefined);
    this.starting.add(settled);
    try {
      const started = await kept;
      // Whoever waited goes no further: it is being stopped.
      return this.closed ? await new Promise<never>(() => undefined) : started;
    } finally {
      this.starting.delete(settled);
    }
  }

  /** Stops everything, the last first; one that does not stop keeps no other from it. */
  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await Promise.all(this.starting);
    for (const stop of this.opened.toReversed())
      await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
}
