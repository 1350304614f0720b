import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, totalmem } from 'node:os';
import { median, quantile } from 'simple-statistics';
import { startTestingParts, type TestingOptions, type TestingParts } from '../bin/parts/testing-parts';
import type { Db } from '../db/knex';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Sample {
  readonly ms: number;
  readonly queries: number;
}

/** Collects how long things take and how many statements they send; prints medians and 95th percentiles. */
export class Stopwatch {
  private readonly samples = new Map<string, Sample[]>();

  async time(what: string, db: Db, act: () => Promise<{ readonly status: number; readonly text?: string }>) {
    let queries = 0;
    const count = (): void => void (queries += 1);
    db.on('query', count);
    const from = performance.now();
    const { status, text } = await act();
    const ms = performance.now() - from;
    db.removeListener('query', count);
    if (status !== 200) throw new Error(`${what} was answered with ${status}: ${text ?? ''}`);
    this.samples.set(what, [...(this.samples.get(what) ?? []), { ms, queries }]);
  }

  print(): void {
    say('| what | runs | median ms | p95 ms | SQL statements |\n|---|---|---|---|---|');
    for (const [what, samples] of this.samples) {
      const times = samples.map(({ ms }) => ms);
      const [middle, high] = [median(times), quantile(times, 0.95)].map((ms) => Math.round(ms).toLocaleString('en'));
      say(`| ${what} | ${times.length} | ${middle} | ${high} | ${median(samples.map(({ queries }) => queries))} |`);
    }
  }
}

/** What the machine is and how busy others keep it. */
export function machine(): string {
  const [cpu] = cpus();
  const load = loadavg()
    .map((one) => one.toFixed(1))
    .join(' ');
  return `${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, load ${load}`;
}

/** Serves on the loopback interface only. */
export async function served<T>(app: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with that port.
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
  }
}

/** Runs with a PostgreSQL that is started for it and gone afterwards. */
export async function withParts(
  work: (parts: TestingParts) => Promise<void>,
  options: TestingOptions = {},
): Promise<void> {
  const parts = await startTestingParts(() => undefined, options);
  Object.assign(process.env, parts.env);
  try {
    await work(parts);
  } finally {
    await parts.stop();
  }
}
