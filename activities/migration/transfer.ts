import { performance } from 'node:perf_hooks';
import {
  beginSending,
  chunksOf,
  type Digest,
  doubtChunks,
  recordSent,
  type Span,
  type UnderWay,
} from '../../db/stores/dataset-chunks';
import { recordSentFiles } from '../../db/stores/dataset-files';
import { addTransferTime } from '../../db/stores/dataset-runs';
import type { Attempt } from './attempt';
import type { MigrationDeps } from './deps';
import { Behind, inFlight, withNext } from './in-flight';
import { type Mover, type Pack, PACK_BYTES } from './mover';
import { Speed } from './speed';

type Db = MigrationDeps['db'];

/** Spans of a group that are on their way at once: most of the time goes into waiting for the disk. */
export const AT_ONCE = 16;

/** Sends what turned out bad, then what has not been sent; each group is written down before the next one starts. */
export async function transfer(db: Db, attempt: Attempt, now: number): Promise<void> {
  const started = performance.now();
  try {
    await sendAll(db, attempt, now);
    // What goes together is flushed while it is read back, which adds its time.
    if (!attempt.mover.together) await attempt.mover.flush?.();
  } finally {
    await addTransferTime(db, attempt.run.id, performance.now() - started);
  }
}

interface Work {
  readonly group: Pack | readonly Span[];
  /** Unit of which a piece turned out bad. */
  readonly again?: string;
}

async function sendAll(db: Db, attempt: Attempt, now: number): Promise<void> {
  const speed = await Speed.begin(db, attempt.run.id, 'transfer');
  const writing = new Behind();
  try {
    await sendGroups({ db, attempt, now, speed, writing });
  } finally {
    // Nothing of it may still run when the caller closes what it works with.
    await writing.done();
  }
}

interface Sending {
  readonly db: Db;
  readonly attempt: Attempt;
  readonly now: number;
  readonly speed: Speed;
  /** What has arrived is written down there. */
  readonly writing: Behind;
}

async function sendGroups({ db, attempt, now, speed, writing }: Sending): Promise<void> {
  const { run, mover, signal, at } = attempt;
  let groups = 0;
  for await (const { item, next } of withNext(workOf(db, attempt))) {
    signal.throwIfAborted();
    if (groups === 0) await beginSending(db, run.id, lastOf(item));
    // Before it is sent, so that an attempt that ends in between leaves the doubt.
    if (item.again !== undefined && mover.wholeUnits) await doubtChunks(db, run.id, [item.again]);
    const sending = send(attempt, item);
    // The next group is looked for while this one is on its way.
    const following = next();
    const sent = await sending;
    // At most one is on its way while another is written down.
    await writing.done();
    await writing.add(async () => sent.record(db, run.id, { next: lastOf(await following), now }));
    // Only small files go on meanwhile: of large ones at most one is sent twice.
    if (!isPack(item.group) || sent.bytes > PACK_BYTES) await writing.done();
    await speed.passed(sent.bytes);
    // A heartbeat stands in the history, so it names no file.
    at(`sent group ${(groups += 1)}`);
  }
}

async function* workOf(db: Db, { run, mover, ledger }: Attempt): AsyncGenerator<Work> {
  for await (const chunk of chunksOf(db, run.id, { state: 'bad' })) {
    const { unit } = chunk;
    yield { group: mover.together?.covers(chunk) ? packOfOne(unit) : [chunk], again: unit };
  }
  for await (const group of mover.together?.work(ledger) ?? mover.spans(ledger))
    if (isPack(group) || group.length > 0) yield { group };
}

const isPack = (group: Pack | readonly Span[]): group is Pack => 'files' in group;
const packOfOne = (unit: string): Pack => ({ files: [JSON.stringify([unit])], last: { unit, seq: 0 } });

const lastOf = (work: Work | null): UnderWay | null =>
  !work ? null : isPack(work.group) ? work.group.last : (work.group.at(-1) ?? null);

interface Sent {
  readonly bytes: number;
  readonly record: (
    db: Db,
    runId: string,
    when: { readonly next: UnderWay | null; readonly now: number },
  ) => Promise<void>;
}

async function send({ mover }: Attempt, { group, again }: Work): Promise<Sent> {
  if (isPack(group)) return sendPack(mover, group);
  const sent = await inFlight(AT_ONCE, group, async (span) => ({
    ...span,
    ...(await mover.send(span, { again: again !== undefined })),
  }));
  return { bytes: bytesOf(sent), record: (db, runId, when) => recordSent(db, runId, { sent, ...when }) };
}

async function sendPack({ together }: Mover, { files }: Pack): Promise<Sent> {
  if (!together) throw new Error('Nothing goes together here.');
  const { bytes, lines } = await together.send(files);
  return { bytes, record: (db, runId, when) => recordSentFiles(db, runId, { lines, ...when }) };
}

export const bytesOf = (chunks: readonly Digest[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);
