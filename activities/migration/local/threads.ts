import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unfit } from '../catalogue';
import type { Answer, Call } from './thread';
import type { LocalWork } from './work';

/** As many files at once as there are processors, within reason: more only wait for each other. */
export const THREADS = Math.max(1, Math.min(4, availableParallelism()));

type Name = keyof LocalWork;
type Order<N extends Name> = Parameters<LocalWork[N]>[0];
type Result<N extends Name> = ReturnType<LocalWork[N]>;

/** Threads that work on files of this machine; started when they are needed first. */
export class LocalThreads {
  private started: LocalThread[] = [];
  private closed = false;

  /** Asks whichever has least to do. */
  async ask<N extends Name>(work: N, order: Order<N>): Promise<Result<N>> {
    return this.pick().ask(work, order);
  }

  /** One thread, for what has to be asked of the same one again. */
  pick(): LocalThread {
    this.started = this.started.filter((thread) => !thread.hasEnded || this.closed);
    if (!this.closed && this.started.length < THREADS && this.started.every(({ orders }) => orders > 0))
      this.started.push(new LocalThread());
    const [least] = [...this.started].sort((a, b) => a.orders - b.orders);
    if (!least) throw new Error(ENDED);
    return least;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.started.map((thread) => thread.close()));
  }
}

const ENDED = 'The thread that works on files has ended.';

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Works on its orders one after the other. */
export class LocalThread {
  // As source it needs the loader of TypeScript, which tests do not pass on.
  private readonly worker = new Worker(join(__dirname, `thread${extname(__filename)}`), {
    execArgv: extname(__filename) === '.ts' ? ['--require', 'tsx/cjs'] : [],
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  private readonly waiting = new Map<number, Waiting>();
  private ended: Error | null = null;
  private calls = 0;

  constructor() {
    this.worker.on('message', (answer: Answer) => this.heard(answer));
    this.worker.on('error', (error) => this.failed(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.failed(new Error(ENDED)));
    this.worker.unref();
  }

  /** Orders that it has not answered yet. */
  get orders(): number {
    return this.waiting.size;
  }

  get hasEnded(): boolean {
    return this.ended !== null;
  }

  ask<N extends Name>(work: N, order: Order<N>): Promise<Result<N>> {
    // What is said to a thread that has ended is never answered.
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.calls += 1;
      this.waiting.set(this.calls, { resolve, reject });
      this.worker.postMessage({ id: this.calls, work, order } satisfies Omit<Call, 'order'> & { order: unknown });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private heard({ id, result, failure }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (!failure) return waiting?.resolve(result as never);
    const { message, code, unfit: isUnfit } = failure;
    waiting?.reject(isUnfit ? unfit(message) : Object.assign(new Error(message), code !== undefined && { code }));
  }

  private failed(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
