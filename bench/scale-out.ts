/**
 * `node --import tsx bench/scale-out.ts [rounds] [seconds] [share]`: approvals by one API and one worker, and by two of each, in turn
 * on one Temporal and one PostgreSQL. Each API and worker takes no more than a share of a core (0: as much as it gets), so that what
 * they share has room. Prints approvals a second, how late they are, and who used the processor. Linux, as root.
 */
import { median, quantile } from 'simple-statistics';
import { compiledPrograms } from '../bin/parts/compiled';
import { freePort } from '../bin/parts/ports';
import { prepareDatabase } from '../bin/parts/product';
import type { TestingParts } from '../bin/parts/testing-parts';
import { emptyDatabase } from '../test/database';
import { ADMIN_TOKEN } from '../test/e2e/product';
import { type Peer, tenureCalls } from './approvals/peers';
import { cpuOfTree, pause } from './approvals/service';
import { countingRelay } from './reminders/relay';
import { type Site, startPairs } from './scale-out/pairs';
import { machine, say, withParts } from './timing';

const [rounds = 3, seconds = 30, share = 0.2] = process.argv.slice(2).map(Number);
/** Few enough that one of each answers each of them before the API gives up waiting for the story, ten seconds. */
const CLIENTS = 10;
const WARM_MS = 8_000;
const COUNTS = [1, 2] as const;
const SECRETS = {
  root: 's'.repeat(32),
  codec: 'c'.repeat(32),
  database: '',
  databaseOwner: '',
  adminToken: ADMIN_TOKEN,
};

type Calls = Pick<Peer, 'start' | 'decide'>;

/** Many ask at once, each as soon as it is answered; milliseconds of every approval that was begun and decided in the time. */
async function approve(calls: Calls, ms: number): Promise<readonly number[]> {
  const until = performance.now() + ms;
  const times: number[] = [];
  const client = async (): Promise<void> => {
    for (;;) {
      const from = performance.now();
      await calls.decide(await calls.start());
      if (performance.now() > until) return;
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return times;
}

type Who = 'api' | 'worker' | 'temporal' | 'postgres';

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  /** Milliseconds of the processor for each approval, by who used them. */
  readonly cpu: Readonly<Record<Who, number>>;
  /** Of the periods in which an API or a worker had work: how many of them it was held back in by its share. */
  readonly heldBack: number;
}

class Round {
  #bases: readonly string[] = [];
  #asked = 0;
  #calls: Calls | undefined;

  constructor(
    private readonly site: Site,
    private readonly parts: TestingParts,
  ) {}

  async play(count: number): Promise<Measured> {
    const pairs = await startPairs(this.site, count);
    try {
      this.#bases = pairs.bases;
      this.#calls ??= await tenureCalls(() => this.#next());
      await approve(this.#calls, WARM_MS);
      const used = () => ({ ...pairs.used(), temporal: this.#cpuOf('temporal'), postgres: this.#cpuOf('postgres') });
      await pause(1_000);
      const before = used();
      const times = await approve(this.#calls, seconds * 1_000);
      const after = used();
      const each = (who: Who): number => (after[who] - before[who]) / times.length;
      return {
        perSecond: times.length / seconds,
        p50: median([...times]),
        p95: quantile([...times], 0.95),
        cpu: { api: each('api'), worker: each('worker'), temporal: each('temporal'), postgres: each('postgres') },
        heldBack: (after.periods.heldBack - before.periods.heldBack) / (after.periods.all - before.periods.all),
      };
    } finally {
      await pairs.stop();
    }
  }

  #next(): string {
    this.#asked += 1;
    return this.#bases[this.#asked % this.#bases.length] ?? '';
  }

  #cpuOf(part: 'temporal' | 'postgres'): number {
    return cpuOfTree(this.parts.processOf(part) ?? 0);
  }
}

function print(count: number, { perSecond, p50, p95, cpu, heldBack }: Measured): void {
  const used = [cpu.api, cpu.worker, cpu.temporal, cpu.postgres].map((ms) => ms.toFixed(0)).join(', ');
  say(
    `| ${count} and ${count} | ${perSecond.toFixed(2)} | ${p50.toFixed(0)}, ${p95.toFixed(0)} | ${used} | ${(100 * heldBack).toFixed(0)} % |`,
  );
}

async function compare(round: Round): Promise<void> {
  say(
    '| APIs and workers | approvals a second | p50, p95 ms | processor ms of each: API, worker, Temporal, PostgreSQL | held back |\n|---|---|---|---|---|',
  );
  const ratios: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const rates = new Map<number, number>();
    // Who goes first changes with each round.
    for (const count of n % 2 ? COUNTS.toReversed() : COUNTS) {
      const measured = await round.play(count);
      print(count, measured);
      rates.set(count, measured.perSecond);
    }
    ratios.push((rates.get(2) ?? 0) / (rates.get(1) ?? Number.NaN));
  }
  say(`two of each against one of each: ${ratios.map((one) => one.toFixed(2)).join(', ')}`);
}

void withParts(
  async (parts) => {
    say(machine());
    const database = await emptyDatabase();
    const port = await freePort();
    const relay = await countingRelay(port);
    try {
      await prepareDatabase(database.url, ADMIN_TOKEN);
      const temporalAddress = process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '';
      const programs = await compiledPrograms(() => undefined);
      const stands = { databaseUrl: database.url, temporalAddress, smtpUrl: `smtp://127.0.0.1:${port}` };
      await compare(new Round({ ...stands, programs, secrets: SECRETS, share }, parts));
    } finally {
      await relay.close();
      await database.drop();
    }
    say(machine());
  },
  { durable: true },
);
