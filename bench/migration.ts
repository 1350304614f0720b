/**
 * `node --import tsx bench/migration.ts [--rows 20000000] [--files 100000] [--rounds 2] [--flushed]`: carries made-up tables between two PostgreSQL
 * servers and files between two directories, by Tenure through its HTTP API (verification included) and by `pg_dump | psql`
 * and `rsync`, in turn. Needs Debian's `postgresql` and `rsync`. `docs/performance.md` keeps the figures.
 * Not by `npx tsx`, which ends it the hard way when it is interrupted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { median } from 'simple-statistics';
import { connectTemporal } from '../bin/parts/temporal-connection';
import { type Product, startProduct } from '../test/e2e/product';
import { addressOf, ownDatabase } from './migration/addresses';
import { Closing } from './migration/closing';
import { makeFiles, makeTables, TABLES } from './migration/data';
import { type Ends, ExitClient, forgetPeak, peakOf } from './migration/exit';
import { dumpAndRestore, flushDisks, needRsync, rsync } from './migration/peers';
import { processorSeconds } from './migration/processor';
import { type Server, sql, startServer } from './migration/server';
import { machine, say } from './timing';

interface Carried {
  readonly seconds: number;
  /** Without inventory, reading back and recording. */
  readonly transfer: number;
  readonly bytes: number;
  readonly rows: number;
  readonly peakMb: number;
  readonly historyBytes: number;
  /** Seconds of processor of all parts, and of the worker among them. */
  readonly processor: number;
  readonly worker: number;
}

interface Round {
  readonly tenure: Carried;
  readonly peer: number;
  readonly verifyingPeer: number | null;
  readonly flushedPeer: number | null;
  readonly peerProcessor: number;
}

/** One migration from the call that starts it to the recorded verdict. */
async function carry(product: Product, key: string, ends: Ends): Promise<Carried> {
  const exit = await ExitClient.open(product);
  await exit.name(key, ends);
  const worker = product.pidOf('worker');
  forgetPeak(worker);
  const [all, own] = [processorSeconds(process.pid), processorSeconds(worker)];
  const from = performance.now();
  const { workflowId, runId } = await exit.migrate(key);
  await runEnded(product, runId);
  const { state, manifest, verification } = await exit.finished(key);
  const seconds = (performance.now() - from) / 1000;
  if (state !== 'verified' || !manifest || verification?.rounds !== 1) throw new Error(`${key} ended as ${state}`);
  const processor = processorSeconds(process.pid) - all;
  const peakMb = peakOf(worker);
  return {
    seconds,
    transfer: await transferSeconds(product, runId),
    bytes: manifest.bytes,
    rows: manifest.rows,
    peakMb,
    historyBytes: await historyBytes(product, workflowId),
    processor,
    worker: processorSeconds(worker) - own,
  };
}

const LOOK_MS = 100;

/** Looks into the database: asking the API as often would take a part of what is measured. */
async function runEnded(product: Product, runId: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownDatabase(product) });
  await client.connect();
  try {
    const state = async (): Promise<string | undefined> =>
      (await client.query<{ state: string }>('select state from dataset_runs where id = $1', [runId])).rows[0]?.state;
    for (let now = await state(); now === undefined || now === 'running'; now = await state()) await sleep(LOOK_MS);
  } finally {
    await client.end();
  }
}

async function transferSeconds(product: Product, runId: string): Promise<number> {
  const { rows } = await sql(ownDatabase(product), `select transfer_ms from dataset_runs where id = '${runId}'`);
  return Number((rows[0] as { transfer_ms: string }).transfer_ms) / 1000;
}

async function historyBytes(product: Product, workflowId: string): Promise<number> {
  const connection = await connectTemporal(addressOf(product, 'temporal'), 10_000);
  try {
    const execution = { workflowId };
    const about = await connection.workflowService.describeWorkflowExecution({ namespace: 'default', execution });
    return Number(about.workflowExecutionInfo?.historySizeBytes ?? 0);
  } finally {
    await connection.close();
  }
}

function print(what: string, rounds: readonly Round[]): void {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const [seconds, bytes] = [of(({ tenure }) => tenure.seconds), of(({ tenure }) => tenure.bytes)];
  const ratio = (pick: (round: Round) => number): string => of((round) => pick(round)).toFixed(2);
  const lines: readonly (readonly [string, string])[] = [
    ['bytes carried', `${(bytes / 1e9).toFixed(2)} GB`],
    ['Tenure, verified', `${seconds.toFixed(1)} s, ${(bytes / seconds / 1e6).toFixed(0)} MB/s`],
    ['rows a second', Math.round(of(({ tenure }) => tenure.rows / tenure.seconds)).toLocaleString('en')],
    ['Tenure, transfer alone', `${of(({ tenure }) => tenure.transfer).toFixed(1)} s`],
    ['peer', `${of(({ peer }) => peer).toFixed(1)} s`],
    ['peer and its comparing pass', `${of((round) => round.peer + (round.verifyingPeer ?? 0)).toFixed(1)} s`],
    ['ratio', ratio(({ tenure, peer }) => peer / tenure.seconds)],
    ['ratio without verification', ratio(({ tenure, peer }) => peer / tenure.transfer)],
    [
      'ratio to the peer that waits for the disk',
      ratio(({ tenure, flushedPeer }) => (flushedPeer ?? NaN) / tenure.seconds),
    ],
    ['ratio to the comparing peer', ratio((round) => (round.peer + (round.verifyingPeer ?? 0)) / round.tenure.seconds)],
    [
      'processor, Tenure and its worker',
      `${of(({ tenure }) => tenure.processor).toFixed(1)} s, ${of(({ tenure }) => tenure.worker).toFixed(1)} s`,
    ],
    ['processor, peer', `${of(({ peerProcessor }) => peerProcessor).toFixed(1)} s`],
    ['peak memory of the worker', `${Math.max(...rounds.map(({ tenure }) => tenure.peakMb))} MB`],
    ['Temporal history', `${of(({ tenure }) => tenure.historyBytes)} bytes`],
  ];
  say(`\n| ${what}, ${rounds.length} rounds | |\n|---|---|`);
  for (const [name, value] of lines) say(`| ${name} | ${value} |`);
}

async function tableRounds(
  product: Product,
  servers: Record<'source' | 'target', Server>,
  count: number,
): Promise<Round[]> {
  const { source, target } = servers;
  const ends = {
    source: { kind: 'postgres', url: source.url, tables: TABLES },
    target: { kind: 'postgres', url: target.url },
  };
  const rounds: Round[] = [];
  for (let index = 0; index < count; index += 1) {
    await target.empty();
    const before = processorSeconds(process.pid);
    const peer = await dumpAndRestore(source.url, target.url);
    const peerProcessor = processorSeconds(process.pid) - before;
    await target.empty();
    const tenure = await carry(product, `tables-${index}`, ends);
    rounds.push({ tenure, peer, verifyingPeer: null, flushedPeer: null, peerProcessor });
    say(
      `tables ${index + 1}: Tenure ${tenure.seconds.toFixed(1)} s (transfer ${tenure.transfer.toFixed(1)} s), pg_dump ${peer.toFixed(1)} s; ${machine()}`,
    );
  }
  await target.empty();
  return rounds;
}

interface Repeating {
  readonly count: number;
  /** Whether `rsync` is also measured waiting for the disk, which takes it a long time. */
  readonly isFlushed: boolean;
}

/** How `rsync` is asked: as people do, with a second pass that compares contents, and so that it waits for the disk as Tenure does. */
const FLAGS = { copy: '-a', compare: '-ac', flushed: '-a --fsync' } as const;

/**
 * Nothing is deleted on the way: ext4 leaves inodes alone for a while that were freed a moment ago, and looks for others for seconds.
 * And each one begins with nothing of the other to be written to the disk.
 */
async function fileRounds(product: Product, root: string, { count, isFlushed }: Repeating): Promise<Round[]> {
  const from = join(root, 'from');
  const rounds: Round[] = [];
  for (let index = 0; index < count; index += 1) {
    const to = (name: string): string => join(root, `${name} ${index}`);
    flushDisks();
    const before = processorSeconds(process.pid);
    const peer = await rsync(from, to('rsync'), FLAGS.copy);
    const peerProcessor = processorSeconds(process.pid) - before;
    const verifyingPeer = await rsync(from, to('rsync'), FLAGS.compare);
    flushDisks();
    const flushedPeer = isFlushed ? await rsync(from, to('flushed'), FLAGS.flushed) : null;
    flushDisks();
    const target = { kind: 'directory', path: to('tenure') };
    const tenure = await carry(product, `files-${index}`, { source: { kind: 'directory', path: from }, target });
    rounds.push({ tenure, peer, verifyingPeer, flushedPeer, peerProcessor });
    say(
      `files ${index + 1}: Tenure ${tenure.seconds.toFixed(1)} s (transfer ${tenure.transfer.toFixed(1)} s), rsync ${peer.toFixed(1)} s + ${verifyingPeer.toFixed(1)} s, with --fsync ${flushedPeer?.toFixed(1) ?? '-'} s; ${machine()}`,
    );
  }
  return rounds;
}

function makeRoot() {
  const root = mkdtempSync(join(tmpdir(), 'tenure-bench-files-'));
  return Promise.resolve({ root, stop: () => Promise.resolve(rmSync(root, { recursive: true, force: true })) });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '20000000' },
      files: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '2' },
      flushed: { type: 'boolean', default: false },
    },
  });
  const [rows, files, rounds] = [Number(values.rows), Number(values.files), Number(values.rounds)];
  needRsync();
  const closing = new Closing();
  try {
    say(machine());
    const { root } = await closing.open(makeRoot());
    const servers = {
      source: await closing.open(startServer('source')),
      target: await closing.open(startServer('target')),
    };
    const allow = [servers.source.url, servers.target.url].map((url) => url.replace('postgres@', ''));
    const product = await closing.open(startProduct({ TENURE_EXIT_ALLOW: [...allow, root].join(',') }));
    if (rows > 0) {
      await makeTables(servers.source.url, rows);
      print(`${rows.toLocaleString('en')} rows`, await tableRounds(product, servers, rounds));
    }
    if (files > 0) {
      makeFiles(join(root, 'from'), files);
      print(
        `${files.toLocaleString('en')} files`,
        await fileRounds(product, root, { count: rounds, isFlushed: values.flushed }),
      );
    }
  } finally {
    await closing.close();
  }
}

void main();
