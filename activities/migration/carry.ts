import { performance } from 'node:perf_hooks';
import {
  beginSending,
  type Chunk,
  chunksOf,
  doubtAllChunks,
  doubtChunks,
  type Digest,
  type Judgement,
  judgeChunks,
  recordSent,
  type Span,
} from '../../db/stores/dataset-chunks';
import { addTransferTime, distrustFrozen, saveVerifying } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import type { Attempt } from './attempt';
import type { MigrationDeps } from './deps';
import { inFlight, withNext } from './in-flight';
import { changedTables } from './moment';
import { type Comparison, MAX_LISTED, type Mover } from './mover';
import { Speed } from './speed';

type Db = MigrationDeps['db'];

/** Files of a group that are on their way at once: most of the time goes into waiting for the disk. */
const AT_ONCE = 16;
/** What is read back is written down in batches of about this size. */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_CHUNKS = 1_000;

/** Sends what turned out bad, then what has not been sent; each group is written down before the next one starts. */
export async function transfer(db: Db, attempt: Attempt, now: number): Promise<void> {
  const started = performance.now();
  try {
    await sendAll(db, attempt, now);
    await attempt.mover.flush?.();
  } finally {
    await addTransferTime(db, attempt.run.id, performance.now() - started);
  }
}

async function sendAll(db: Db, attempt: Attempt, now: number): Promise<void> {
  const { run, mover, signal, at } = attempt;
  const speed = await Speed.begin(db, run.id, 'transfer');
  let isFirst = true;
  let groups = 0;
  for await (const { item, next } of withNext(workOf(db, attempt))) {
    signal.throwIfAborted();
    if (isFirst) await beginSending(db, run.id, lastOf(item));
    isFirst = false;
    // Before it is sent, so that an attempt that ends in between leaves the doubt.
    if (item.again && mover.wholeUnits) await doubtChunks(db, run.id, unitsOf(item));
    const sending = sendGroup(attempt, item);
    // The next group is looked for while this one is on its way.
    const following = next();
    const sent = await sending;
    await recordSent(db, run.id, { sent, next: lastOf(await following), now });
    await speed.passed(bytesOf(sent));
    // A heartbeat stands in the history, so it names no file.
    at(`sent group ${(groups += 1)}`);
  }
}

interface Work {
  readonly group: readonly Span[];
  readonly again: boolean;
}

async function* workOf(db: Db, { run, mover, ledger }: Attempt): AsyncGenerator<Work> {
  for await (const chunk of chunksOf(db, run.id, { state: 'bad' })) yield { group: [chunk], again: true };
  for await (const group of mover.spans(ledger)) if (group.length > 0) yield { group, again: false };
}

const unitsOf = ({ group }: Work): readonly string[] => group.map(({ unit }) => unit);
const lastOf = (work: Work | null): Span | null => work?.group.at(-1) ?? null;

const bytesOf = (chunks: readonly Digest[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);

const sendGroup = ({ mover }: Attempt, { group, again }: Work): Promise<readonly (Span & Digest)[]> =>
  mover.together && group.every(mover.together.covers)
    ? mover.together.send(group)
    : inFlight(AT_ONCE, group, async (span) => ({ ...span, ...(await mover.send(span, { again })) }));

export interface Verdict {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
}

/** Reads every chunk back from both sides. Only when all are equal it looks at the whole. */
export async function verifyRun(db: Db, attempt: Attempt, now: number): Promise<Verdict> {
  const { run, mover, ledger, signal, at } = attempt;
  const speed = await Speed.begin(db, run.id, 'verify');
  await mover.settle?.();
  const asSent = await beginVerifying(db, attempt, now);
  let compared = 0;
  for await (const { item: batch, next } of withNext(batches(chunksOf(db, run.id, { state: 'sent' })))) {
    signal.throwIfAborted();
    // The next batch is fetched while this one is read.
    void next();
    const readAt = Date.now();
    const judged = await judgeBatch(mover, { batch, asSent });
    await judgeChunks(db, run.id, { judged, readAt, now });
    await speed.passed(bytesOf(batch));
    compared += batch.length;
    at(`compared ${compared} chunks`);
  }
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

interface Judging {
  readonly batch: readonly Chunk[];
  readonly asSent: AsSent;
}

async function judgeBatch(mover: Mover, { batch, asSent }: Judging): Promise<readonly Judgement[]> {
  const { together } = mover;
  const covered = together ? batch.filter(together.covers) : [];
  const rest = together ? batch.filter((chunk) => !together.covers(chunk)) : batch;
  const compared = together && covered.length > 0 ? await together.compare(covered) : [];
  const one = async (chunk: Chunk) => judged(chunk, await mover.compare(chunk, { asSent: asSent(chunk) }));
  return [
    ...compared.flatMap((comparison, index) => judged(covered[index], comparison)),
    ...(await inFlight(AT_ONCE, rest, one)).flat(),
  ];
}

function judged(chunk: Chunk | undefined, { source, target, entry }: Comparison): Judgement[] {
  if (!chunk) return [];
  const good = source?.sha256 === chunk.sha256 && target !== null && target.sha256 === (chunk.sealed ?? chunk).sha256;
  return [{ unit: chunk.unit, seq: chunk.seq, state: good ? 'verified' : 'bad', entry: good ? entry : null }];
}

async function* batches(chunks: AsyncIterable<Chunk>): AsyncGenerator<readonly Chunk[]> {
  let [batch, bytes]: [Chunk[], number] = [[], 0];
  for await (const chunk of chunks) {
    batch.push(chunk);
    bytes += chunk.bytes;
    if (batch.length < BATCH_CHUNKS && bytes < BATCH_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
