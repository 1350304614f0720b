import { setTimeout as sleep } from 'node:timers/promises';
import { databaseAccount } from '../../bin/parts/account';
import { postgresBinaries } from '../../bin/parts/postgres-binaries';
import { seeded } from '../../test/activities/migration/corruption/faults';
import { type Product, startProduct } from '../../test/e2e/product';
import { ownDatabase } from './addresses';
import { Closing } from './closing';
import { makeSlowTables, makeTables, TABLES } from './data';
import { ExitClient } from './exit';
import { type Server, sql, startServer } from './server';

export const VICTIMS = ['worker', 'temporal', 'source', 'target', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Survived {
  readonly kills: number;
  readonly state: string;
  readonly sha256: string;
  readonly rounds: number;
  /** Attempts to send, and chunks that went over the line more than once. */
  readonly transfers: number;
  readonly sentAgain: number;
  readonly auditIntact: boolean;
  readonly seconds: number;
}

/** Two databases, the product, and a migration between them that is disturbed. */
export interface Scene {
  /** One migration of everything; a part is killed whenever this share of the work is done. */
  readonly run: (name: string, kills: readonly Kill[]) => Promise<Survived>;
  readonly stop: () => Promise<void>;
}

export interface Kill {
  readonly victim: Victim;
  /** Between 0 and 1: sent is half of the work, verified the other half. */
  readonly at: number;
}

/** Shares of the work at which to kill, in rising order; the same for the same seed. */
export function points(count: number, seed: number): readonly number[] {
  const pick = seeded(seed);
  return Array.from({ length: count }, (_, index) => ((index + pick(1000) / 1000) / count) * 0.9 + 0.02);
}

export async function openScene(rows: number): Promise<Scene> {
  const programs = postgresBinaries(databaseAccount());
  const closing = new Closing();
  const stop = (): Promise<void> => closing.close();
  try {
    const servers = {
      source: await closing.open(startServer('source', programs)),
      target: await closing.open(startServer('target', programs)),
    };
    const allow = [servers.source.url, servers.target.url].map((url) => url.replace('postgres@', ''));
    const [product] = await Promise.all([
      closing.open(startProduct({ TENURE_EXIT_ALLOW: allow.join(',') })),
      makeTables(servers.source.url, rows),
    ]);
    return { run: (name, kills) => disturbed({ product, ...servers }, name, kills), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each span waits so long at the target, so that there is time to kill between two of them. */
const PAUSE_MS = 300;

interface Parts {
  readonly product: Product;
  readonly source: Server;
  readonly target: Server;
}

async function disturbed(parts: Parts, name: string, kills: readonly Kill[]): Promise<Survived> {
  const { product, source, target } = parts;
  await target.empty();
  await makeSlowTables(target, PAUSE_MS);
  const exit = await ExitClient.open(product);
  await exit.name(name, {
    source: { kind: 'postgres', url: source.url, tables: TABLES },
    target: { kind: 'postgres', url: target.url },
  });
  const from = performance.now();
  const { runId } = await exit.migrate(name);
  for (const { victim, at } of kills) {
    const { transfers } = await reached(product, runId, ({ share }) => share >= at);
    // A part that was killed before comes back in a moment.
    await patiently(() => Promise.resolve(kill(parts, victim)));
    // Two parts killed during one attempt to send would end it once; the engine's death ends none.
    if (victim !== 'temporal') await reached(product, runId, (now) => now.transfers > transfers || now.isSent);
  }
  const { state, manifest, verification } = await exit.finished(name, patiently);
  const [ledger] = await ask<Counted>(product, `select transfers, sent_again from dataset_runs where id = '${runId}'`);
  const { intact } = (await patiently(() => product.get('/audit/verify'))) as { intact: boolean };
  return {
    kills: kills.length,
    state,
    sha256: manifest?.sha256 ?? '',
    rounds: verification?.rounds ?? 0,
    transfers: ledger?.transfers ?? 0,
    sentAgain: ledger?.sent_again ?? 0,
    auditIntact: intact,
    seconds: Math.round((performance.now() - from) / 1000),
  };
}

interface Counted {
  readonly transfers: number;
  readonly sent_again: number;
}

function kill({ product, source, target }: Parts, victim: Victim): void {
  if (victim === 'source') source.kill();
  else if (victim === 'target') target.kill();
  else product.kill(victim);
}

interface Progress {
  readonly state: string;
  readonly transfers: number;
  readonly isSent: boolean;
  readonly share: number;
}

/** Waits until so much of the work is written down, or until the migration ends. */
async function reached(product: Product, runId: string, is: (now: Progress) => boolean): Promise<Progress> {
  for (;;) {
    const [found] = await ask<Progress>(
      product,
      `select run.state, run.transfers, coalesce(sum(chunk.rows), 0) >= run.total_rows as "isSent",
              (coalesce(sum(chunk.rows), 0) + coalesce(sum(chunk.rows) filter (where chunk.state = 'verified'), 0))::float
                / greatest(2 * run.total_rows, 1) as share
         from dataset_runs run left join dataset_chunks chunk on chunk.run_id = run.id
        where run.id = '${runId}' group by run.id`,
    );
    if (!found) throw new Error('the migration was not recorded');
    if (is(found) || found.state !== 'running') return found;
    await sleep(50);
  }
}

async function ask<T>(product: Product, statement: string): Promise<readonly T[]> {
  return (await patiently(() => sql(ownDatabase(product), statement))).rows as T[];
}

const PATIENCE_MS = 180_000;

/** What was killed is away for a moment. */
async function patiently<T>(work: () => Promise<T>, until = Date.now() + PATIENCE_MS): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (Date.now() > until) throw error;
  }
  await sleep(250);
  return patiently(work, until);
}
