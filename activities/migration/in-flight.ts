/** Works on a few items at once; the answers come in the order of the items, and the first failure is the failure of all. */
export async function inFlight<T, R>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const queue = items.entries();
  const results: R[] = [];
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      results[index] = await work(item);
    }
  };
  const lanes = Array.from({ length: Math.min(limit, items.length) }, () =>
    lane().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  // Nothing of it may still run when the caller closes what it works with.
  const ends = await Promise.allSettled(lanes);
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
  return results;
}

export interface Step<T> {
  readonly item: T;
  /** Starts looking for the item that follows, null behind the last one; asked again it answers the same. */
  readonly next: () => Promise<T | null>;
}

/** Items together with a way to fetch the following one ahead of time. */
export async function* withNext<T>(items: AsyncGenerator<T>): AsyncGenerator<Step<T>> {
  const take = async (): Promise<T | null> => {
    const result = await items.next();
    return result.done === true ? null : result.value;
  };
  try {
    for (let item = await take(); item !== null;) {
      let ahead: Promise<T | null> | null = null;
      const next = (): Promise<T | null> => {
        ahead ??= take();
        // Whoever awaits it hears of its failure; until then nobody does.
        ahead.catch(() => undefined);
        return ahead;
      };
      yield { item, next };
      item = await next();
    }
  } finally {
    // Not awaited: what was looked for ahead may hang on a connection that is about to be closed.
    void items.return(undefined).catch(() => undefined);
  }
}

export interface InLine<T> {
  readonly item: T;
  /** Does not begin before all that came earlier is done. */
  readonly waits: boolean;
}

export interface Done<T, R> {
  readonly result: R;
  /** What begins next, or the last of those that are still under way; null behind the last result. */
  readonly latest: () => Promise<T | null>;
}

/**
 * Works on as many items at once, without a pause between them. Results come in the order of the items, and nothing more begins
 * while one is looked at, so that what was begun and has not been looked at is never more than the limit.
 */
export async function* inLine<T, R>(
  limit: number,
  items: AsyncGenerator<InLine<T>>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<Done<T, R>> {
  const underWay: { readonly item: T; readonly done: Promise<R> }[] = [];
  let following = (): Promise<InLine<T> | null> => Promise.resolve(null);
  /** Results of the first ones, until no more than these are under way. */
  async function* results(most: number): AsyncGenerator<Done<T, R>> {
    for (let first = underWay[0]; first && underWay.length > most; first = underWay[0]) {
      const result = await first.done;
      underWay.shift();
      const last = underWay.at(-1)?.item ?? null;
      yield { result, latest: async () => (await following())?.item ?? last };
    }
  }
  try {
    for await (const { item: entry, next } of withNext(items)) {
      yield* results(entry.waits ? 0 : limit - 1);
      const done = work(entry.item);
      done.catch(() => undefined);
      underWay.push({ item: entry.item, done });
      // The next one is looked for while this one is on its way.
      following = next;
      void next();
    }
    yield* results(0);
  } finally {
    // Nothing of it may still run when the caller closes what it works with.
    await Promise.allSettled(underWay.map(({ done }) => done));
  }
}

/** What is done one after the other while something else goes on. */
export class Behind {
  private last: Promise<void>;
  private hasFailed = false;

  constructor(first: Promise<void> = Promise.resolve()) {
    this.last = this.watched(first);
  }

  /** Comes after all that was added before; fails at once where that has failed. */
  async add(work: () => Promise<void>): Promise<void> {
    if (this.hasFailed) await this.last;
    this.last = this.watched(this.last.then(work));
  }

  /** Waits for all of it. */
  done(): Promise<void> {
    return this.last;
  }

  private watched(work: Promise<void>): Promise<void> {
    work.catch(() => (this.hasFailed = true));
    return work;
  }
}

/** Things that serve one at a time: whoever comes when all are in use waits. */
export class Lanes<T> {
  private readonly free: T[];
  private readonly waiting: ((lane: T) => void)[] = [];

  constructor(lanes: readonly T[]) {
    this.free = [...lanes];
  }

  async use<R>(work: (lane: T) => Promise<R>): Promise<R> {
    const lane = this.free.pop() ?? (await new Promise<T>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(lane);
    } finally {
      const next = this.waiting.shift();
      if (next) next(lane);
      else this.free.push(lane);
    }
  }
}
