import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unfit } from '../catalogue';
import { Lanes } from '../in-flight';
import type { Answer, Call } from './thread';
import type { LocalWork } from './work';

/** As many files at once as there are processors, within reason: more only wait for each other. */
export const THREADS = Math.max(1, Math.min(4, availableParallelism()));

type Name = keyof LocalWork;
type Order<N extends Name> = Parameters<LocalWork[N]>[0];
type Result<N extends Name> = ReturnType<LocalWork[N]>;

/** Threads that work on files of this machine; started when they are asked first. */
export class LocalThreads {
  private readonly started: LocalThread[] = [];
  private lanes: Lanes<LocalThread> | null = null;

  ask<N extends Name>(work: N, order: Order<N>): Promise<Result<N>> {
    this.lanes ??= new Lanes(this.start());
    return this.lanes.use((thread) => thread.ask(work, order));
  }

  async close(): Promise<void> {
    await Promise.all(this.started.splice(0).map((thread) => thread.close()));
  }

  private start(): readonly LocalThread[] {
    while (this.started.length < THREADS) this.started.push(new LocalThread());
    return this.started;
  }
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Works on one order at a time. */
class LocalThread {
  // As source it needs the loader of TypeScript, which tests do not pass on.
  private readonly worker = new Worker(join(__dirname, `thread${extname(__filename)}`), {
    execArgv: extname(__filename) === '.ts' ? ['--require', 'tsx/cjs'] : [],
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  private waiting: Waiting | null = null;
  private ended: Error | null = null;
  private calls = 0;

  constructor() {
    this.worker.on('message', (answer: Answer) => this.heard(answer));
    this.worker.on('error', (error) => this.failed(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.failed(new Error('The thread that works on files has ended.')));
    this.worker.unref();
  }

  ask<N extends Name>(work: N, order: Order<N>): Promise<Result<N>> {
    // What is said to a thread that has ended is never answered.
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.calls += 1;
      this.worker.postMessage({ id: this.calls, work, order } satisfies Omit<Call, 'order'> & { order: unknown });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private heard({ result, failure }: Answer): void {
    const { waiting } = this;
    this.waiting = null;
    if (!failure) return waiting?.resolve(result as never);
    const { message, code, unfit: isUnfit } = failure;
    waiting?.reject(isUnfit ? unfit(message) : Object.assign(new Error(message), code !== undefined && { code }));
  }

  private failed(error: Error): void {
    this.ended ??= error;
    this.waiting?.reject(error);
    this.waiting = null;
  }
}
