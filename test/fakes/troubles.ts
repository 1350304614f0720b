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

/** A database that is away from `begin` to `end`: whatever would touch it fails meanwhile. */
export class Outage {
  refused = 0;
  private felt: ReturnType<typeof signal> | null = null;

  begin(): void {
    this.felt = signal();
  }

  /** Resolves once somebody has been refused. */
  async isFelt(): Promise<void> {
    await this.felt?.given;
  }

  end(): void {
    this.felt = null;
  }

  cutsOff<A extends readonly unknown[], R>(work: Work<A, R>): Work<A, R> {
    return (...args) => {
      if (!this.felt) return work(...args);
      this.refused += 1;
      this.felt.give();
      return Promise.reject(new Error('the database is away'));
    };
  }

  cutsOffAll<T extends Readonly<Record<string, Work<never[], unknown>>>>(works: T): T {
    const cutOff = Object.entries(works).map(([name, work]) => [name, this.cutsOff(work)]);
    // Every work keeps its name, its arguments and its answer.
    return Object.fromEntries(cutOff) as T;
  }
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
