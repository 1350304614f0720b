import { performance } from 'node:perf_hooks';
import {
  type Chunk,
  chunksOf,
  doubtAllChunks,
  doubtChunks,
  type Judgement,
  judgeChunks,
} from '../../db/stores/dataset-chunks';
import { type FilePage, judgeFiles, sentFiles } from '../../db/stores/dataset-files';
import { addTransferTime, distrustFrozen, saveVerifying } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import type { Attempt } from './attempt';
import type { MigrationDeps } from './deps';
import { Behind, type InLine, inLine } from './in-flight';
import { changedTables } from './moment';
import { type Comparison, MAX_LISTED, type Together } from './mover';
import { Speed } from './speed';
import { AT_ONCE, bytesOf } from './transfer';

type Db = MigrationDeps['db'];

/** What is read back is written down in batches of about this size. */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_CHUNKS = 1_000;
/** One page of files is read while the last files of the one before it are. */
const PAGES_AT_ONCE = 2;

export interface Verdict {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
}

/** Reads every chunk back from both sides. Only when all are equal it looks at the whole. */
export async function verifyRun(db: Db, attempt: Attempt, now: number): Promise<Verdict> {
  const { run, mover, ledger } = attempt;
  const reading: Reading = { db, attempt, now, speed: await Speed.begin(db, run.id, 'verify') };
  const [asSent] = await Promise.all([beginVerifying(db, attempt, now), mover.settle?.()]);
  const together = mover.together ? await readFiles(reading, mover.together) : 0;
  const compared = together + (await readChunks(reading, asSent));
  const bad: string[] = [];
  for await (const { unit, seq } of chunksOf(db, run.id, { state: 'bad' })) {
    bad.push(`${unit} ${seq}`);
    if (bad.length === MAX_LISTED) break;
  }
  const hashes: Finding = { check: 'hashes', compared, differences: bad };
  if (bad.length > 0) return { passed: false, findings: [hashes] };
  const findings = [hashes, ...(await mover.findings(ledger))];
  // Spoiled behind the reader: only reading all of it again tells which piece it is.
  if (findings.some(isOfContent)) {
    await doubtAllChunks(db, run.id);
    await distrustFrozen(db, run.id);
  }
  return { passed: findings.every(({ differences }) => differences.length === 0), findings };
}

interface Reading {
  readonly db: Db;
  readonly attempt: Attempt;
  readonly now: number;
  readonly speed: Speed;
}

/** Reads chunks back one by one. */
async function readChunks({ db, attempt, now, speed }: Reading, asSent: AsSent): Promise<number> {
  const { run, mover, signal, at } = attempt;
  const compare = async (chunk: Chunk): Promise<ReadBack> => {
    signal.throwIfAborted();
    const readAt = Date.now();
    return { chunk, readAt, judged: judged(chunk, await mover.compare(chunk, { asSent: asSent(chunk) })) };
  };
  let compared = 0;
  for await (const batch of batches(inLine(AT_ONCE, inTurn(chunksOf(db, run.id, { state: 'sent' })), compare))) {
    const readAt = Math.min(...batch.map((read) => read.readAt));
    await judgeChunks(db, run.id, { judged: batch.map((read) => read.judged), readAt, now });
    await speed.passed(bytesOf(batch.map(({ chunk }) => chunk)));
    compared += batch.length;
    at(`compared ${compared} chunks`);
  }
  return compared;
}

async function* inTurn<T>(items: AsyncIterable<T>): AsyncGenerator<InLine<T>> {
  for await (const item of items) yield { item, waits: false };
}

interface ReadBack {
  readonly chunk: Chunk;
  readonly readAt: number;
  readonly judged: Judgement;
}

/** Reads whole files back while the disk takes in what was sent; none is called equal before it has. */
async function readFiles({ db, attempt, now, speed }: Reading, together: Together): Promise<number> {
  const { run, signal, at } = attempt;
  const writing = new Behind(flush(db, attempt));
  const compare = async (page: FilePage) => {
    signal.throwIfAborted();
    const readAt = Date.now();
    return { page, readAt, bad: await together.compare(page.files) };
  };
  let compared = 0;
  try {
    for await (const { result } of inLine(PAGES_AT_ONCE, inTurn(sentFiles(db, run.id, together.perOrder)), compare)) {
      const { page, readAt, bad } = result;
      const { after, last } = page;
      await writing.add(() => judgeFiles(db, run.id, { after, last, bad, readAt, now }));
      await speed.passed(page.bytes);
      compared += page.count;
      at(`compared ${compared} files`);
    }
  } finally {
    await writing.done();
  }
  return compared;
}

/** What the disk has not taken in has not been carried over, so its time is part of the transfer. */
async function flush(db: Db, { run, mover }: Attempt): Promise<void> {
  const started = performance.now();
  try {
    await mover.flush?.();
  } finally {
    await addTransferTime(db, run.id, performance.now() - started);
  }
}

/** What differs in the values themselves, although every piece was equal when it was read. */
const isOfContent = ({ check, differences }: Finding): boolean =>
  differences.length > 0 && (check === 'counts' || check === 'sums' || check === 'samples');

/** Whether the source of a chunk is as it was when it was sent. */
type AsSent = (chunk: Chunk) => boolean;

/**
 * All that is called equal must be so at one moment: what an earlier attempt read back of tables that changed since is
 * read back again. Tables that did not change since the inventory are at this moment what was sent of them.
 */
async function beginVerifying(db: Db, { run, ledger, mover: { moment } }: Attempt, now: number): Promise<AsSent> {
  if (!moment) return () => false;
  const present = await moment.freeze(now);
  if (run.verifying) await doubtChunks(db, run.id, await changedTables(moment, run.verifying, present));
  await saveVerifying(db, run.id, present);
  if (!run.frozen) return () => false;
  const changed = new Set(await changedTables(moment, run.frozen, present));
  // Rows that came after the inventory and went before this moment leave no trace at the source, but in what was sent.
  for (const [unit, rows] of Object.entries(present.rows)) if ((await ledger.rows(unit)) !== rows) changed.add(unit);
  return ({ unit }) => !changed.has(unit);
}

function judged(chunk: Chunk, { source, target, entry }: Comparison): Judgement {
  const good = source?.sha256 === chunk.sha256 && target !== null && target.sha256 === (chunk.sealed ?? chunk).sha256;
  return { unit: chunk.unit, seq: chunk.seq, state: good ? 'verified' : 'bad', entry: good ? entry : null };
}

async function* batches(results: AsyncIterable<{ readonly result: ReadBack }>): AsyncGenerator<readonly ReadBack[]> {
  let [batch, bytes]: [ReadBack[], number] = [[], 0];
  for await (const { result } of results) {
    batch.push(result);
    bytes += result.chunk.bytes;
    if (batch.length < BATCH_CHUNKS && bytes < BATCH_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
