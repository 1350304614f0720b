type Work<A extends readonly unknown[], R> = (...args: A) => Promise<R>;

/** Hangs in its first call until it is released; `reached` says that it hangs. */
export function heldUp<A extends readonly unknown[], R>(work: Work<A, R>) {
  const [reached, released] = [signal(), signal()];
  let calls = 0;
  const call = async (...args: A): Promise<R> => {
    calls += 1;
    if (calls === 1) {
      reached.give();
      await released.given;
    }
    return work(...args);
  };
  return { call, reached: reached.given, release: released.give };
}

/** Fails in its first calls, as a database does that is away for a moment, then works. */
export function failing<A extends readonly unknown[], R>(times: number, work: Work<A, R>) {
  const tries = { count: 0 };
  const call = (...args: A): Promise<R> => {
    tries.count += 1;
    return tries.count > times ? work(...args) : Promise.reject(new Error('the database is away'));
  };
  return { call, tries };
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** What was done, in order, for a test to wait on and to look at. */
export class Journal {
  readonly lines: string[] = [];
  private readonly waiting: (() => void)[] = [];

  note(line: string): Promise<void> {
    this.lines.push(line);
    this.waiting.splice(0).forEach((wake) => wake());
    return Promise.resolve();
  }

  count(line: string): number {
    return this.lines.filter((one) => one === line).length;
  }

  /** Resolves once a line has been noted (so many times). */
  async until(line: string, times = 1): Promise<void> {
    while (this.count(line) < times) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
