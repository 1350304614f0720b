import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A call as it was made; status 0 where no answer came. Times in milliseconds. */
export interface Called {
  readonly kind: 'look' | 'press';
  readonly status: number;
  readonly ms: number;
}

export interface Wanted {
  readonly kind: Called['kind'];
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

const PATIENCE_MS = 60_000;

/** Calls a product on the loopback interface with one token. */
export class Callers {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 5_000 });

  constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  call({ kind, method, path, body }: Wanted): Promise<Called> {
    const from = performance.now();
    return new Promise((resolve) => {
      const over = (status: number): void => resolve({ kind, status, ms: performance.now() - from });
      const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) };
      const asked = request(`${this.base}/api/v1${path}`, { method, headers, agent: this.agent }, (answer) => {
        answer.resume().once('end', () => over(answer.statusCode ?? 0));
      });
      asked.setTimeout(PATIENCE_MS, () => asked.destroy());
      asked.once('error', () => over(0));
      asked.end(body);
    });
  }

  /** So many callers, each of whom calls again when answered, for so long. */
  async inTurn(next: () => Wanted, { callers, ms }: { callers: number; ms: number }): Promise<readonly Called[]> {
    const calls: Called[] = [];
    const end = performance.now() + ms;
    const one = async (): Promise<void> => {
      while (performance.now() < end) calls.push(await this.call(next()));
    };
    await Promise.all(Array.from({ length: callers }, one));
    return calls;
  }

  /** So many calls a second, whether or not those before are answered. */
  async atRate(next: () => Wanted, { perSecond, ms }: { perSecond: number; ms: number }): Promise<readonly Called[]> {
    const calls: Promise<Called>[] = [];
    const from = performance.now();
    for (let passed = 0; passed < ms; passed = performance.now() - from) {
      while (calls.length < (passed / 1_000) * perSecond) calls.push(this.call(next()));
      await sleep(5);
    }
    return Promise.all(calls);
  }

  close(): void {
    this.agent.destroy();
  }
}
